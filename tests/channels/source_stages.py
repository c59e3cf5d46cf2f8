"""Stages of the sources that speak JSON: the shape of each, as its documentation and recorded answers show it."""

from __future__ import annotations

import html
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from parvis.channels.logic import paging
from tests.channels.stage import NASTY, Stage
from tests.peers.feeds import Reply, feed_server
from tests.peers.json_web import Fault, JsonWeb, json_web

DAY = "2026-02-01"


def text_of(n: int) -> str:
    return NASTY if n == 1 else f"post {n}"


def stage_web(stack: ExitStack, patch: pytest.MonkeyPatch, settings: Any) -> JsonWeb:
    patch.setattr(paging, "PAGE_ITEMS", 2)
    web = stack.enter_context(json_web())
    settings.FETCH_ALLOWED_PRIVATE = (web.address,)
    return web


def newest_first(posts: list[Any]) -> list[Any]:
    return posts[::-1]


def status(n: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(1000 + n),
        "created_at": f"{DAY}T10:00:{n % 60:02}.000Z",
        "content": f"<p>{html.escape(text_of(n))}</p>",
        "spoiler_text": "",
        "visibility": "public",
        "language": "fr",
        "url": f"https://social.example/@ana/{1000 + n}",
        "account": {"acct": "ana", "display_name": "Ana", "followers_count": 12},
        "mentions": [],
        "media_attachments": [],
        "favourites_count": 1,
        "reblogs_count": 0,
        "replies_count": 2,
        **fields,
    }


def mastodon_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    web = stage_web(stack, patch, settings)
    posts = [*map(status, range(5)), status(5, content="")]
    web.answers["/api/v1/timelines/tag/train"] = lambda query: (
        [] if "max_id" in query else newest_first(posts)
    )
    web.answers["/api/v1/statuses"] = lambda query: [p for p in posts if p["id"] in query.get("id[]", [])]
    for gone in ("1000", "of-another-time"):
        web.answers[f"/api/v1/statuses/{gone}"] = lambda query: Fault(404, b"{}")
    return Stage(
        {"server": web.url, "timeline": "hashtag", "term": "#train"},
        add_one=lambda: posts.append(status(6, id="9900")),
        web=web,
        posts=posts,
        set_date=lambda post, date: post.update(created_at=date),
        delete_one=lambda: str(posts.pop(0)["id"]),
    )


def bluesky_post(n: int, **fields: Any) -> dict[str, Any]:
    return {
        "uri": f"at://did:plc:ana/app.bsky.feed.post/3k{n}",
        "cid": "bafy",
        "author": {"did": "did:plc:ana", "handle": "ana.example", "displayName": "Ana"},
        "record": {
            "$type": "app.bsky.feed.post",
            "text": text_of(n),
            "createdAt": f"{DAY}T10:00:{n % 60:02}.000Z",
            "langs": ["fr"],
        },
        "likeCount": 3,
        "replyCount": 0,
        **fields,
    }


def bluesky_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    web = stage_web(stack, patch, settings)
    posts = [*map(bluesky_post, range(5)), bluesky_post(5, record={"createdAt": f"{DAY}T10:00:05Z"})]
    web.answers["/xrpc/app.bsky.feed.searchPosts"] = lambda query: {"posts": newest_first(posts)}
    web.answers["/xrpc/app.bsky.feed.getPosts"] = lambda query: {
        "posts": [p for p in posts if p["uri"] in query.get("uris", [])]
    }
    return Stage(
        {"service": web.url, "mode": "search", "terms": "train"},
        add_one=lambda: posts.append(bluesky_post(6, uri="at://did:plc:ana/app.bsky.feed.post/3k99")),
        web=web,
        posts=posts,
        set_date=lambda post, date: post["record"].update(createdAt=date),
        delete_one=lambda: str(posts.pop(0)["uri"]),
    )


def hackernews_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    from parvis.channels.connectors.hackernews import client

    def hit(n: int, **fields: Any) -> dict[str, Any]:
        return {
            "objectID": str(40 + n),
            "author": "ana",
            "created_at": f"{DAY}T10:00:{n:02}Z",
            "comment_text": html.escape(text_of(n)),
            "parent_id": 7,
            "points": None,
            **fields,
        }

    web = stage_web(stack, patch, settings)
    patch.setattr(client, "SEARCH", web.url)
    patch.setattr(client, "ITEMS", web.url)
    posts = [*map(hit, range(5)), hit(5, comment_text=None)]
    gone: set[str] = set()
    web.answers["/search_by_date"] = lambda query: {"hits": newest_first(posts), "nbPages": 1}
    for post in [*posts, hit(6)]:
        number = post["objectID"]
        web.answers[f"/item/{number}.json"] = lambda query, n=number: {"id": n, "deleted": n in gone}
    return Stage(
        {"query": "train"},
        add_one=lambda: posts.append(hit(6, objectID="99")),
        web=web,
        posts=posts,
        set_date=lambda post, date: post.update(created_at=date),
        delete_one=lambda: gone.add("40") or "40",  # type: ignore[func-returns-value]
    )


def discourse_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    def one(n: int, **fields: Any) -> dict[str, Any]:
        return {
            "id": 70 + n,
            "username": "ana",
            "name": "Ana",
            "created_at": f"{DAY}T10:00:{n:02}.000Z",
            "cooked": f"<p>{html.escape(text_of(n))}</p>",
            "post_number": n + 1,
            "post_type": 1,
            "topic_id": 3,
            "topic_slug": "late-trains",
            "topic_title": "Late trains",
            "reply_count": 1,
            **fields,
        }

    web = stage_web(stack, patch, settings)
    posts = [*map(one, range(5)), one(5, cooked="")]
    web.answers["/posts.json"] = lambda query: {
        "latest_posts": [] if "before" in query else newest_first(posts)
    }
    for number in range(70, 76):
        web.answers[f"/posts/{number}.json"] = lambda query, n=number: next(p for p in posts if p["id"] == n)
    return Stage(
        {"url": web.url, "mode": "latest"},
        add_one=lambda: posts.append(one(6, id=99)),
        web=web,
        posts=posts,
        set_date=lambda post, date: post.update(created_at=date),
        delete_one=lambda: posts[0].update(user_deleted=True) or "70",
    )


def nodebb_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    def one(n: int, **fields: Any) -> dict[str, Any]:
        return {
            "pid": 50 + n,
            "tid": 3,
            "content": f"<p>{html.escape(text_of(n))}</p>",
            "timestampISO": f"{DAY}T10:00:{n:02}.000Z",
            "deleted": 0,
            "upvotes": 2,
            "user": {"username": "ana", "displayname": "Ana"},
            "topic": {"tid": 3, "title": "Late trains", "slug": "3/late-trains"},
            **fields,
        }

    web = stage_web(stack, patch, settings)
    posts = [*map(one, range(5)), one(5, content="")]
    web.answers["/api/recent/posts/month"] = lambda query: newest_first(posts)
    for number in range(50, 56):
        shown = lambda query, n=number: {"response": next(p for p in posts if p["pid"] == n)}  # noqa: E731
        web.answers[f"/api/v3/posts/{number}"] = shown
    return Stage(
        {"url": web.url},
        add_one=lambda: posts.append(one(6, pid=99)),
        web=web,
        posts=posts,
        set_date=lambda post, date: post.update(timestampISO=date),
        delete_one=lambda: posts[0].update(deleted=1) or "50",
    )


def reddit_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    from parvis.channels.connectors.reddit import client

    def thing(n: int, **fields: Any) -> dict[str, Any]:
        data = {
            "name": f"t3_a{n}",
            "author": "ana",
            "title": "",
            "selftext": text_of(n),
            "created_utc": 1769940000.0 + n,
            "permalink": f"/r/trains/comments/a{n}/",
            "subreddit": "trains",
            "ups": 3,
            "num_comments": 1,
            **fields,
        }
        return {"kind": "t3", "data": data}

    web = stage_web(stack, patch, settings)
    patch.setattr(client, "API", web.url)
    patch.setattr(client, "TOKENS", web.url + "/token")
    posts = [*map(thing, range(5)), thing(5, selftext="")]

    def listing(query: dict[str, list[str]]) -> dict[str, Any]:
        asked = set(",".join(query.get("id", [])).split(","))
        shown = [p for p in newest_first(posts) if "id" not in query or p["data"]["name"] in asked]
        return {"kind": "Listing", "data": {"children": shown, "after": None}}

    web.answers |= {
        "/token": lambda query: {"access_token": "t"},
        "/r/trains/new": listing,
        "/api/info": listing,
    }
    return Stage(
        {"mode": "posts", "communities": "trains", "client_id": "id"},
        {"client_secret": "secret"},
        add_one=lambda: posts.append(thing(6, name="t3_99")),
        web=web,
        posts=posts,
        set_date=lambda post, date: post["data"].update(created_utc=32503680000.0),
        delete_one=lambda: posts[0]["data"].update(author="[deleted]", selftext="[deleted]") or "t3_a0",
    )


def youtube_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    from parvis.channels.connectors.youtube import client

    def thread(n: int, comment_id: str = "", **fields: Any) -> dict[str, Any]:
        snippet = {
            "textDisplay": html.escape(text_of(n)),
            "authorDisplayName": "@ana",
            "authorChannelId": {"value": "UCana"},
            "likeCount": 2,
            "publishedAt": f"{DAY}T10:00:{n:02}Z",
            **fields,
        }
        comment = {"id": comment_id or f"Ug{n}", "snippet": snippet}
        return {
            "id": comment["id"],
            "snippet": {"videoId": "v1", "topLevelComment": comment, "totalReplyCount": 0},
        }

    web = stage_web(stack, patch, settings)
    patch.setattr(client, "API", web.url)
    posts = [*map(thread, range(5)), thread(5, textDisplay="")]
    web.answers["/commentThreads"] = lambda query: {"items": newest_first(posts)}
    web.answers["/comments"] = lambda query: {"items": [{"id": p["id"]} for p in posts]}
    return Stage(
        {"channel_id": "UCours"},
        {"api_key": "key"},
        add_one=lambda: posts.append(thread(6, comment_id="Ug99")),
        web=web,
        posts=posts,
        set_date=lambda post, date: post["snippet"]["topLevelComment"]["snippet"].update(publishedAt=date),
        delete_one=lambda: str(posts.pop(0)["id"]),
    )


def sitemap_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    from parvis.channels.connectors.sitemap import client

    patch.setattr(client, "PAGE_ITEMS", 2)
    web = stack.enter_context(feed_server())
    settings.FETCH_ALLOWED_PRIVATE = (web.address,)
    names: list[str] = []

    def publish(name: str, text: str) -> None:
        names.append(name)
        page = f"<html lang='fr'><title>{name}</title><article><p>{html.escape(text)}</p></article></html>"
        body = page if text else "<html><title> </title></html>"
        web.put(
            f"/{name}",
            Reply(body.replace("\x00", "\ufffd").encode(), content_type="text/html; charset=utf-8"),
        )
        places = "".join(
            f"<url><loc>{web.url('/' + each)}</loc><lastmod>{DAY}T10:00:{n:02}Z</lastmod></url>"
            for n, each in enumerate(names)
        )
        document = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
        web.put("/sitemap.xml", Reply(document.encode(), content_type="application/xml"))

    for n in range(5):
        publish(f"p{n}", text_of(n))
    publish("empty", "")
    return Stage({"url": web.url("/sitemap.xml")}, add_one=lambda: publish("p99", "more"))


def reviews_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    def review(n: int, **fields: Any) -> dict[str, Any]:
        return {
            "id": f"r{n}",
            "review": html.escape(text_of(n)),
            "rating": 4,
            "author": {"name": "Ana"},
            "date": f"{DAY}T10:00:{n:02}Z",
            **fields,
        }

    web = stage_web(stack, patch, settings)
    posts = [*map(review, range(5)), review(5, review="", rating=None)]
    web.answers["/reviews"] = lambda query: {"reviews": posts}
    return Stage(
        {"url": f"{web.url}/reviews"},
        add_one=lambda: posts.append(review(6, id="r99")),
        web=web,
        posts=posts,
        set_date=lambda post, date: post.update(date=date),
    )


def x_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    from parvis.channels.connectors.x import client

    def tweet(n: int, **fields: Any) -> dict[str, Any]:
        return {
            "id": str(1800 + n),
            "text": html.escape(text_of(n), quote=False),
            "author_id": "12",
            "created_at": f"{DAY}T10:00:{n:02}.000Z",
            "lang": "fr",
            "public_metrics": {"like_count": 2, "retweet_count": 1},
            **fields,
        }

    web = stage_web(stack, patch, settings)
    patch.setattr(client, "API", web.url)
    posts = [*map(tweet, range(5)), tweet(5, text="")]
    web.answers["/2/tweets/search/recent"] = lambda query: {"data": newest_first(posts), "meta": {}}
    return Stage(
        {"query": "train", "monthly_budget_usd": 10, "usd_per_thousand": 5},
        {"bearer_token": "token"},
        add_one=lambda: posts.append(tweet(6, id="1999")),
        web=web,
        posts=posts,
        set_date=lambda post, date: post.update(created_at=date),
    )


SOURCE_STAGES = {
    "mastodon": mastodon_stage,
    "bluesky": bluesky_stage,
    "hackernews": hackernews_stage,
    "discourse": discourse_stage,
    "nodebb": nodebb_stage,
    "reddit": reddit_stage,
    "youtube": youtube_stage,
    "reviews": reviews_stage,
    "x": x_stage,
}


def mastodon_sending(web: JsonWeb) -> tuple[dict[str, Any], dict[str, Any]]:
    """A server that remembers keys as Mastodon does: the same key again is the same status."""

    def publish(query: dict[str, list[str]]) -> dict[str, Any]:
        headers = web.requests[-1][2]
        assert headers["authorization"] == "Bearer token"
        published = web.published.setdefault(headers["idempotency-key"], status(50 + len(web.published)))
        return {**published, "content": query["status"][0]}

    web.answers["/api/v1/statuses"] = publish
    return {"server": web.url}, {"access_token": "token"}


def bluesky_sending(web: JsonWeb) -> tuple[dict[str, Any], dict[str, Any]]:
    """A PDS: log-in, and putRecord, which writes the same key once."""

    def put(query: dict[str, list[str]]) -> dict[str, Any]:
        given = json.loads(web.requests[-1][3])
        assert web.requests[-1][2]["authorization"] == "Bearer jwt"
        uri = f"at://{given['repo']}/{given['collection']}/{given['rkey']}"
        web.published[uri] = given["record"]
        return {"uri": uri, "cid": "bafy"}

    web.answers["/xrpc/com.atproto.server.createSession"] = lambda query: {"accessJwt": "jwt"}
    web.answers["/xrpc/com.atproto.repo.putRecord"] = put
    return {"service": web.url, "account": "did:plc:us"}, {"app_password": "secret"}


SOURCE_SENDING = {"mastodon": mastodon_sending, "bluesky": bluesky_sending}
