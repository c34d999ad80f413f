"""Deterministic corpus in four languages (vi, en, zh, ja) for benchmarks of site generators.

    corpus.py --out FOLDER --news N [--flavour ttdn|mkdocs|hugo] [--listing] [--seed 1]

The text of a page depends only on (seed, language, page key): the same in every flavour and for every N. Flavours
differ in front matter (`ttdn` writes shared keys once, in Vietnamese), in the names of index files, and in `--listing`
(ready-made list pages for tools without pagination). The flavour `ttdn` is a whole project with its mkdocs.yml.
"""
import argparse, datetime, random, struct, zlib, pathlib

LANGS = ["vi", "en", "zh", "ja"]
SECTIONS = ["about", "services", "health", "education", "transport", "culture", "safety"]
PAGES = ["index", "overview", "how-to-apply", "documents", "fees", "contacts"]
TAGS = ["housing", "visa", "tax", "school", "clinic", "bus", "festival", "weather", "jobs", "library", "recycling", "elections"]

W = {
"vi": dict(sep=" ", stop=".", comma=", ",
  subj="Ủy ban thành phố|Trung tâm hỗ trợ cộng đồng|Sở Giao thông|Bệnh viện đa khoa|Nhóm tình nguyện viên|Thư viện trung tâm|Trường trung học cơ sở|Ban tổ chức lễ hội|Phòng quản lý cư trú|Cơ quan thuế địa phương|Hội phụ huynh học sinh|Đội cứu hỏa khu vực|Viện nghiên cứu khí tượng|Hợp tác xã nông nghiệp|Phòng khám lưu động|Văn phòng việc làm".split("|"),
  verb="vừa công bố|đang mở rộng|sẽ tạm ngừng|khuyến khích người dân sử dụng|đã hoàn thành việc nâng cấp|dự kiến thử nghiệm|tiếp tục duy trì|yêu cầu đăng ký trước cho|tổ chức buổi giới thiệu về|cam kết cải thiện|lấy ý kiến đóng góp về|phối hợp triển khai|kiểm tra định kỳ|giảm một nửa chi phí của".split("|"),
  obj="dịch vụ phiên dịch qua điện thoại|chương trình học ngôn ngữ buổi tối|tuyến xe buýt số mới|lịch thu gom rác tái chế|thủ tục gia hạn giấy tờ cư trú|khóa huấn luyện phòng chống thiên tai|hệ thống đặt lịch khám bệnh trực tuyến|khoản trợ cấp nuôi con nhỏ|khu vui chơi dành cho trẻ em|bản đồ lánh nạn nhiều thứ tiếng|quỹ học bổng cho sinh viên quốc tế|chợ phiên cuối tuần ven sông|mạng lưới tư vấn pháp lý miễn phí|bãi đỗ xe đạp gần nhà ga|hướng dẫn khai thuế thu nhập cá nhân|buổi hòa nhạc ngoài trời".split("|"),
  tail="trong tuần tới|tại nhà văn hóa quận|cho tất cả cư dân trên mười tám tuổi|nhờ nguồn ngân sách bổ sung|bằng bốn thứ tiếng|theo kết quả khảo sát mới nhất|từ thứ hai đến thứ sáu|mà không phải trả thêm phí|sau nhiều tháng chuẩn bị|để phục vụ các gia đình mới chuyển đến|trước khi mùa mưa bắt đầu|với sự tham gia của các trường đại học".split("|"),
  pre="Theo thông báo mới|Ngoài ra|Trong khi đó|Vì lý do an toàn|Đáng chú ý|Tuy nhiên|Từ đầu năm nay|Như mọi năm|".split("|"),
  heads="Bối cảnh|Nội dung chính|Ai có thể tham gia|Cách đăng ký|Thời gian và địa điểm|Thông tin liên hệ|Những điều cần lưu ý".split("|"),
  th=["Hạng mục","Thời gian","Chi phí"], also="Xem thêm", read="Bài viết liên quan", img="Ảnh minh họa", next="Trang sau", prev="Trang trước", news="Tin tức", page="Trang",
  sec=["Giới thiệu","Dịch vụ","Y tế","Giáo dục","Giao thông","Văn hóa","An toàn"], pg=["Tổng quan chung","Hướng dẫn chung","Cách nộp hồ sơ","Giấy tờ cần thiết","Lệ phí","Liên hệ"], q="Khoảng {n} hộ gia đình ở {p} đã gửi ý kiến, tăng {m} phần trăm so với năm trước"),
"en": dict(sep=" ", stop=".", comma=", ",
  subj="The city council|The community support centre|The transport department|The general hospital|A group of volunteers|The central library|The local middle school|The festival committee|The residence office|The regional tax bureau|The parents' association|The district fire brigade|The weather institute|The farmers' cooperative|The mobile clinic|The employment office".split("|"),
  verb="has just announced|is expanding|will suspend|encourages residents to use|has finished upgrading|plans to trial|continues to maintain|requires registration for|is hosting an introduction to|has promised to improve|is collecting opinions about|is jointly introducing|regularly inspects|has halved the cost of".split("|"),
  obj="the telephone interpreting service|an evening language programme|a new numbered bus route|the recycling collection calendar|the renewal of residence papers|a disaster preparedness course|the online appointment system|the allowance for young children|a playground for all ages|the multilingual evacuation map|a scholarship fund for foreign students|the weekend riverside market|a free legal advice network|bicycle parking near the station|guidance on filing income tax|an open-air concert series".split("|"),
  tail="during the coming week|at the district culture hall|for every resident over eighteen|thanks to a supplementary budget|in four languages|according to the latest survey|from Monday to Friday|at no additional charge|after many months of preparation|for families who have just moved in|before the rainy season begins|together with several universities".split("|"),
  pre="According to a new notice|In addition|Meanwhile|For safety reasons|Notably|However|Since the start of the year|As in previous years|".split("|"),
  heads="Background|What is changing|Who can take part|How to register|Time and place|Contact|Points to note".split("|"),
  th=["Item","Period","Cost"], also="See also", read="Related article", img="Illustration", next="Next page", prev="Previous page", news="News", page="Page",
  sec=["About","Services","Health","Education","Transport","Culture","Safety"], pg=["Introduction","Overview","How to apply","Documents","Fees","Contacts"], q="About {n} households in {p} sent in comments, {m} percent more than the year before"),
"zh": dict(sep="", stop="。", comma="，",
  subj="市政府|社区支援中心|交通管理部门|综合医院|一批志愿者|中央图书馆|当地初中|节庆组委会|居留事务办公室|地方税务局|家长联合会|地区消防队|气象研究所|农业合作社|流动诊所|就业服务处".split("|"),
  verb="刚刚公布了|正在扩大|将暂停|鼓励居民使用|已经完成升级|计划试行|继续维持|要求提前登记参加|正在举办说明会介绍|承诺进一步改善|正在征求意见以完善|联合推出|定期检查|将费用减半用于".split("|"),
  obj="电话口译服务|晚间语言课程|新的公交线路|可回收垃圾收集日程|居留文件的续期手续|防灾避险培训课程|网上预约挂号系统|幼儿抚养补贴|全年龄儿童游乐场|多语言避难地图|国际学生奖学金基金|周末河畔集市|免费法律咨询网络|车站附近的自行车停车场|个人所得税申报指南|露天音乐会系列活动".split("|"),
  tail="时间定在下周|地点在区文化馆|面向所有年满十八岁的居民|资金来自补充预算|并提供四种语言的资料|这是根据最新调查结果作出的决定|开放时间为周一至周五|不另外收取费用|此前经过了数月的准备|以便服务刚搬来的家庭|并将在雨季开始之前完成|多所大学也参与其中".split("|"),
  pre="根据最新通知|此外|与此同时|出于安全考虑|值得注意的是|不过|自今年年初以来|与往年一样|".split("|"),
  heads="背景|主要内容|参加对象|报名方法|时间和地点|联系方式|注意事项".split("|"),
  th=["项目","时间","费用"], also="另请参阅", read="相关文章", img="示意图", next="下一页", prev="上一页", news="新闻", page="页",
  sec=["关于","服务","医疗","教育","交通","文化","安全"], pg=["简介","概览","申请方法","所需文件","费用","联系方式"], q="{p}约有{n}户家庭提交了意见，比上一年增加了百分之{m}"),
"ja": dict(sep="", stop="。", comma="、",
  subj="市役所は|地域支援センターは|交通局は|総合病院は|ボランティアの団体は|中央図書館は|地元の中学校は|祭りの実行委員会は|在留手続きの窓口は|地域の税務署は|保護者会は|地区の消防団は|気象研究所は|農業協同組合は|移動診療所は|ハローワークは".split("|"),
  verb="を発表しました|を拡大しています|を一時停止します|の利用を呼びかけています|の改修を終えました|を試験的に始める予定です|を引き続き実施します|への事前登録を求めています|についての説明会を開きます|の改善を約束しました|について意見を募集しています|を共同で導入します|を定期的に点検しています|の費用を半額にしました".split("|"),
  obj="電話通訳サービス|夜間の日本語教室|新しいバス路線|資源ごみの収集カレンダー|在留書類の更新手続き|防災に関する講習会|オンライン診療予約システム|子育て世帯への給付金|誰でも使える遊び場|多言語の避難マップ|留学生向けの奨学基金|週末の川沿いの市場|無料の法律相談ネットワーク|駅前の自転車置き場|所得税の申告ガイド|野外コンサート".split("|"),
  tail="来週中に|区の文化会館で|十八歳以上のすべての住民を対象に|補正予算を使って|四つの言語で|最新の調査結果に基づき|月曜日から金曜日まで|追加料金なしで|数か月の準備を経て|引っ越してきたばかりの家族のために|梅雨が始まる前に|複数の大学と協力して".split("|"),
  pre="新しいお知らせによると|さらに|一方で|安全上の理由から|注目すべき点として|しかし|今年の初めから|例年と同じように|".split("|"),
  heads="背景|主な内容|参加できる人|申し込み方法|日時と場所|お問い合わせ|注意点".split("|"),
  th=["項目","期間","費用"], also="関連ページ", read="関連記事", img="イメージ画像", next="次のページ", prev="前のページ", news="ニュース", page="ページ",
  sec=["案内","サービス","医療","教育","交通","文化","安全"], pg=["はじめに","概要","申請方法","必要書類","料金","連絡先"], q="{p}では約{n}世帯が意見を寄せ、前年より{m}パーセント増えました"),
}
SYL = {
 "vi": "Bình Thạnh Phú Quang Long An Hòa Mỹ Đông Tây Sơn Hải Vĩnh Lộc Thủy Trường Xuân Tân Đại Giang".split(),
 "en": "North East Oak River Hill Stone Mill Green Ash Lake Wood Ferry Bridge Church Marsh Gate Brook Field Park Bay".split(),
 "zh": "东西北山河湖海城安平和新长春阳明光华江".strip(),
 "ja": "東西北山川湖海城安平和新長春陽明光松本浜崎".strip(),
}

def place(r, lang):
    s = SYL[lang]
    if lang == "vi": return r.choice(s) + " " + r.choice(s)
    if lang == "en": return r.choice(s) + r.choice(s).lower()
    if lang == "zh": return r.choice(s) + r.choice(s) + "区"
    return r.choice(s) + r.choice(s) + "町"

def sentence(r, lang, w):
    if r.random() < .16:
        return w["q"].format(n=r.randint(120, 98000), m=r.randint(2, 88), p=place(r, lang)) + w["stop"]
    pre = r.choice(w["pre"]); subj = r.choice(w["subj"]); verb = r.choice(w["verb"]); obj = r.choice(w["obj"]); tail = r.choice(w["tail"])
    pl = place(r, lang)
    if lang == "ja":
        body = f"{subj}{pl}で{tail}{obj}{verb}"
    elif lang == "zh":
        body = f"{pl}{subj}{verb}{obj}，{tail}"
    elif lang == "en":
        body = f"{subj if not pre else subj[0].lower()+subj[1:]} {verb} {obj} in {pl} {tail}"
    else:
        body = f"{subj if not pre else subj[0].lower()+subj[1:]} {verb} {obj} ở {pl} {tail}"
    return (pre + w["comma"] if pre else "") + body + w["stop"]

def para(r, lang, w, n):
    ss = [sentence(r, lang, w) for _ in range(n)]
    i = r.randrange(n)                       # some inline markup
    if r.random() < .5: ss[i] = "**" + ss[i][:-1] + "**" + w["stop"]
    elif r.random() < .3: ss[i] = "*" + ss[i][:-1] + "*" + w["stop"]
    return w["sep"].join(ss)

def title_of(r, lang, w):
    p = place(r, lang); o = r.choice(w["obj"])
    t = {"vi": f"{p}: {o}", "en": f"{p}: {o}", "zh": f"{p}：{o}", "ja": f"{p}で{o}"}[lang]
    return t

def body(r, lang, w, links, idx):
    out = [para(r, lang, w, 2), ""]
    heads = r.sample(w["heads"], 4)
    target = {"en": 3, "vi": 2, "zh": 2, "ja": 2}[lang]
    for k, h in enumerate(heads):
        out += [("## " if k != 2 else "### ") + h, "", para(r, lang, w, target), ""]
        if k == 0:
            out += [para(r, lang, w, 2), ""]
        if k == 1:
            out += ["- " + sentence(r, lang, w) for _ in range(3)] + [""]
        if k == 2 and idx % 5 == 0:
            out += ["| " + " | ".join(w["th"]) + " |", "|---|---|---:|"]
            out += [f"| {r.choice(w['obj'])} | {r.randint(1,28)}/{r.randint(1,12)} | {r.randint(1,90)}00 |" for _ in range(5)] + [""]
        if k == 3 and idx % 3 == 0:
            out += [f"![{w['img']}](/assets/img/photo-{idx % 24:02d}.png)", ""]
    out += [f"{w['also']}: " + ", ".join(f"[{t}]({u})" for t, u in links), ""]
    return "\n".join(out)

def fm(title, date, tags, summary, extra=()):
    q = lambda s: '"' + s.replace('"', "'") + '"'
    return "\n".join(["---", "title: " + q(title), f"date: {date}", "tags:"] + [f"  - {t}" for t in tags] + ["summary: " + q(summary), *extra, "---", "", ""])

def ttdn(lang, title, summary, date="", topics=()):
    """Front matter of the portal: what is shared stands in the Vietnamese file only."""
    q = lambda s: '"' + s.replace('"', "'") + '"'
    lines = ["---", "title: " + q(title), "summary: " + q(summary), "status: approved"]
    if lang == "vi" and date:
        lines += [f"date: {date}", "topics: [" + ", ".join(topics) + "]"]
    return "\n".join([*lines, "---", "", ""])

PROJECT = """\
site_name: Portal
site_url: https://example.org/portal/
theme:
  name: material
plugins:
  - ttdn
  - i18n:
      docs_structure: folder
      languages:
        - {locale: vi, name: Tiếng Việt, default: true}
        - {locale: en, name: English}
        - {locale: zh, name: 简体中文}
        - {locale: ja, name: 日本語}
"""

def project(root):
    """What a portal has besides pages: configuration, settings, sections, topics."""
    per = lambda key, k: "{" + ", ".join(f'{l}: "{W[l][key][k]}"' for l in LANGS) + "}"
    one = lambda text: "{" + ", ".join(f'{l}: "{text}"' for l in LANGS) + "}"
    data = root / "data"; data.mkdir(parents=True, exist_ok=True)
    (root.parent / "mkdocs.yml").write_text(PROJECT, encoding="utf-8")
    news = "{" + ", ".join(f'{l}: "{W[l]["news"]}"' for l in LANGS) + "}"
    sections = [f"- slug: {s}\n  title: {per('sec', k)}\n  lead: {per('sec', k)}\n" for k, s in enumerate(SECTIONS)]
    sections.append(f"- slug: news\n  title: {news}\n  lead: {news}\n  lists: [article]\n")
    (data / "sections.yml").write_text("".join(sections), encoding="utf-8")
    (data / "topics.yml").write_text("".join(f"- slug: {t}\n  title: {one(t)}\n" for t in TAGS), encoding="utf-8")
    (data / "site.yml").write_text(
        f"name: {one('Portal')}\nportal: {one('Portal')}\ntagline: {one('Portal')}\nagency: {one('City')}\n"
        "waived: [responsible, address, licence, telephone, email]\n"
        f"home:\n  title: {one('Portal')}\n  lead: {one('Portal')}\n", encoding="utf-8")

def png(seed, w=160, h=90):
    r = random.Random(seed); raw = b"".join(b"\0" + r.randbytes(w * 3) for _ in range(h))
    ch = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    return b"\x89PNG\r\n\x1a\n" + ch(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0)) + ch(b"IDAT", zlib.compress(raw, 1)) + ch(b"IEND", b"")

def news_plan(n, seed):
    """[(slug, year, date)] newest first; article i is the same whatever N is."""
    end = datetime.date(2026, 11, 1); out = []
    for i in range(n):
        d = end - datetime.timedelta(days=i * 1800 // max(n, 1800) if n > 1800 else i)
        out.append((f"{i:05d}-{random.Random(f'{seed}:slug:{i}').choice(TAGS)}-{random.Random(f'{seed}:s2:{i}').choice(SECTIONS)}", d.year, d))
    return out

def main():
    a = argparse.ArgumentParser()
    a.add_argument("--out", required=True); a.add_argument("--news", type=int, required=True)
    a.add_argument("--flavour", default="mkdocs", choices=["ttdn", "mkdocs", "hugo"])
    a.add_argument("--listing", action="store_true"); a.add_argument("--seed", type=int, default=1)
    a.add_argument("--per-page", type=int, default=20)
    o = a.parse_args()
    ours = o.flavour == "ttdn"
    root = pathlib.Path(o.out) / ("docs" if ours else ""); plan = news_plan(o.news, o.seed)
    idxname = "_index.md" if o.flavour == "hugo" else "index.md"
    n_pages = n_bytes = 0
    made = set()
    def put(p, s):
        nonlocal n_pages, n_bytes
        if p.parent not in made: p.parent.mkdir(parents=True, exist_ok=True); made.add(p.parent)
        if ours: s = s.replace("](/assets/", "](" + "../" * (len(p.relative_to(root).parts) - 1) + "assets/")
        b = s.encode(); p.write_bytes(b); n_pages += 1; n_bytes += len(b)
    for lang in LANGS:
        w = W[lang]; base = root / lang; titles = {}
        for i, (slug, y, d) in enumerate(plan):
            titles[i] = title_of(random.Random(f"{o.seed}:{lang}:t:{i}"), lang, w)
        r = random.Random(f"{o.seed}:{lang}:home")
        front = (lambda t, d, tags, summary: ttdn(lang, t, summary)) if ours else fm
        put(base / idxname, front(w["sec"][0], "2026-01-01", ["housing"], sentence(r, lang, w)) + para(r, lang, w, 4) + "\n\n" +
            "\n".join(f"- [{w['sec'][k]}]({s}/{idxname})" for k, s in enumerate(SECTIONS)) + f"\n- [{w['news']}](news/{idxname})\n")
        for si, s in enumerate(SECTIONS):
            for pi, p in enumerate(PAGES):
                r = random.Random(f"{o.seed}:{lang}:{s}:{p}"); idx = si * 6 + pi
                links = [(w["pg"][(pi + 1) % 6], (PAGES[(pi + 1) % 6] if (pi + 1) % 6 else idxname[:-3]) + ".md"), (w["sec"][(si + 1) % 7], f"../{SECTIONS[(si+1)%7]}/{idxname}")]
                t = f"{w['sec'][si]} – {w['pg'][pi]}" if pi else w["sec"][si]
                tags = r.sample(TAGS, 2)
                put(base / s / ((p if pi else idxname[:-3]) + ".md"), front(t, f"2026-0{1+si}-1{pi}", tags, sentence(r, lang, w)) + body(r, lang, w, links, idx))
        for i, (slug, y, d) in enumerate(plan):
            r = random.Random(f"{o.seed}:{lang}:n:{i}")
            j = (i + 7) % o.news; k = (i + 1) % o.news; s = SECTIONS[i % 7]
            links = [(titles[j], f"../{plan[j][1]}/{plan[j][0]}.md"), (titles[k], f"../{plan[k][1]}/{plan[k][0]}.md"), (w["sec"][i % 7], f"../../{s}/{idxname}")]
            tags = random.Random(f"{o.seed}:tags:{i}").sample(TAGS, 2)
            article = (lambda t, d, tags, summary: ttdn(lang, t, summary, d, tags)) if ours else fm
            put(base / "news" / str(y) / f"{slug}.md", article(titles[i], d, tags, sentence(r, lang, w)) + body(r, lang, w, links, i))
        # news index (+ optional ready-made listing pages)
        nl = -(-o.news // o.per_page)
        for pg in range(nl if o.listing else 1):
            it = plan[pg * o.per_page:(pg + 1) * o.per_page] if o.listing else []
            rows = "\n".join(f"- {d} [{titles[pg*o.per_page+q]}]({y}/{slug}.md)" for q, (slug, y, d) in enumerate(it))
            pn = ((f"[{w['prev']}]({'page-%d.md' % pg if pg > 1 else idxname}) " if pg else "") + (f"[{w['next']}](page-{pg+2}.md)" if pg + 1 < nl else "")) if o.listing else ""
            put(base / "news" / (idxname if pg == 0 else f"page-{pg+1}.md"), front(w["news"] + (f" – {w['page']} {pg+1}" if pg else ""), "2026-11-01", ["jobs"], w["news"]) + rows + "\n\n" + pn + "\n")
    img = root / "assets" / "img" if o.flavour != "hugo" else root.parent / "static" / "assets" / "img"
    img.mkdir(parents=True, exist_ok=True)
    for k in range(24): (img / f"photo-{k:02d}.png").write_bytes(png(k))
    if ours: project(root)
    print(f"{n_pages} markdown files, {n_bytes/1e6:.1f} MB -> {root}")

if __name__ == "__main__":
    main()
