"""A route to its view."""

from __future__ import annotations

from collections.abc import Mapping

from ttdn_site.markup.render import Body
from ttdn_site.pages import generated
from ttdn_site.pages.frame import bare
from ttdn_site.pages.items import item_view
from ttdn_site.pages.routes import Route
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import PageView

NO_BODY = Body("")


def page_view(site: Site, route: Route, body: Body, sizes: Mapping[str, tuple[int, int]]) -> PageView:
    """The view of a route. `body` is the rendered text of its item, empty where it has none."""
    if route.kind in generated.MAKERS:
        return generated.MAKERS[route.kind](site, route)
    item = site.by_key.get(route.key)
    view = bare(site, route, "") if item is None else item_view(site, route, item, body, sizes)
    if route.kind == "front":
        return generated.front(site, route, view)
    if route.template == "home":
        return generated.home(site, route, view)
    return view


def body_text_locale(site: Site, route: Route) -> str:
    """The language whose text a route shows, or empty."""
    item = site.by_key.get(route.key) if route.item else None
    return site.text(item, route.segment).locale if item is not None else ""
