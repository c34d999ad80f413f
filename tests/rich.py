"""A text that uses everything the Markdown dialect has."""

import base64

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TEXT = """\
---
title: Mọi thứ
summary: Mọi cách viết.
status: approved
---

Đoạn *nghiêng*, **đậm**, `mã`, [trang chủ](../index.md), [tin](../news/tunnel.md#quy-mo),
[ngoài](https://example.gov.vn/x), [tệp](../../assets/ke-hoach.pdf "Kế hoạch"), [văn bản](../documents/qd-1.md),
[danh sách](../documents/index.md){.button}, [như trang](../documents.md), [như thư mục](land/index.md#song),
[tất cả](../news/all.md).[^1]

## Bảng {#bang}

| Năm | Số |
|:----|---:|
| 2024 | 1 |

## Danh sách

1. một
2. hai

    - lồng

Thuật ngữ
:   nghĩa

!!! note "Ghi chú"
    Nội dung có [liên kết](land.md).

> Trích dẫn.

```python
x = 1 < 2
```

![Ảnh chợ](../../assets/cho.png)

***

*[UBND]: Ủy ban nhân dân

UBND tỉnh.

## Trùng

## Trùng

[^1]: Chú thích có [liên kết](land.md#song).
"""
FILES = {
    "docs/vi/about/rich.md": TEXT,
    "docs/en/about/rich.md": TEXT.replace("Bảng {#bang}", "Table"),
    "docs/assets/ke-hoach.pdf": b"%PDF-1.4\n",
    "docs/assets/cho.png": PICTURE,
}
