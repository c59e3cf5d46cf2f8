"""The demo's community: boards that live, and one that is dying; ideas, reviews, a moderation with its appeal."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from parvis.accounts.models import User
from parvis.community.actions.article_begin import article_from
from parvis.community.actions.article_review import publish_article, submit_article
from parvis.community.actions.badges import give_badges
from parvis.community.actions.bring_in import bring_in
from parvis.community.actions.count_health import count_weeks
from parvis.community.actions.experts import answer_invitation, invite, measure_experts
from parvis.community.actions.idea_status import put_in_charge, set_idea_status
from parvis.community.actions.join import member_of_staff
from parvis.community.actions.merit import count_reputation
from parvis.community.actions.moderate import appeal, report, withhold
from parvis.community.actions.product_pages import set_product_page
from parvis.community.actions.propose import propose
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review import write_review
from parvis.community.actions.site import SiteSettings, set_site, write_site_page
from parvis.community.demo.words_asked import ASKED
from parvis.community.demo.words_square import (
    ABOUT,
    BOARDS,
    IDEAS,
    INSULT,
    MEMBERS_EN,
    MEMBERS_FR,
    REPLY,
    REVIEWS,
)
from parvis.community.models import (
    Answer,
    Article,
    BroughtIn,
    Ground,
    Idea,
    IdeaVote,
    Member,
    Question,
)
from parvis.foundation.audit import SYSTEM
from parvis.foundation.demo import DOMAIN, DemoCompany
from parvis.people.models import Product

Answers = tuple[tuple[str, ...], ...]

WEEKS = 30
# Questions a week on a board that lives; "remorques" had some, and hears nothing since ten weeks.
A_WEEK = {"batteries": 3.0, "entretien": 2.6, "trajets": 1.9, "riders": 1.4, "remorques": 0.9}
SILENT_SINCE = 10
# The few who answer most, as everywhere.
EXPERTS_FR, EXPERT_EN = ("PapiCycliste", "Bastien_velo", "Ludo des Alpes"), "Old Spokes"


def load(company: DemoCompany) -> None:
    chance, now = company.chance("community"), company.now
    bring_in(
        (json.dumps(line, ensure_ascii=False) for line in lines(company, chance)), origin="demo", now=now
    )
    _set_up(company)
    _name_super_user(now)
    _articles(now)
    _ideas(company, chance)
    _reviews(company, chance)
    _moderation(now)
    _read(now)
    # What is counted at night or twice a day stands there from the first minute on.
    count_reputation(now=now)
    give_badges(now=now)
    measure_experts(now=now)
    count_weeks(now=now)


def lines(company: DemoCompany, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Thirty weeks of questions and answers in the format of the exchange (docs/operator/community-exchange.md)."""
    for key, name, about, language in BOARDS:
        yield {"type": "board", "id": key, "name": name, "about": about, "language": language}
    begin = company.now - timedelta(weeks=WEEKS)
    for number, name in enumerate((*MEMBERS_FR, *MEMBERS_EN)):
        joined = begin + timedelta(days=number * WEEKS * 7 * 0.8 / len(MEMBERS_FR))
        language = "fr" if name in MEMBERS_FR else "en"
        yield {
            "type": "member", "id": name, "name": name, "language": language,
            "joined_at": (begin if name in (*EXPERTS_FR, EXPERT_EN) else joined).isoformat(),
            "trust": (0, 2, 1, 2)[number % 4],
        }  # fmt: skip
    moments = []
    for key, rate in A_WEEK.items():
        for week in range(WEEKS - (SILENT_SINCE if key == "remorques" else 0)):
            # A place that lives grows a little.
            count = int(rate * (0.7 + week / WEEKS * 0.6) + chance.random())
            moments += [
                (begin + timedelta(weeks=week, hours=chance.uniform(0, 168)), key) for _ in range(count)
            ]
    left: dict[str, list[tuple[str, str, str, Answers]]] = {}
    for number, (at, key) in enumerate(sorted(moments)):
        if at < company.now - timedelta(hours=1):
            # In words that were not used yet, as long as there are some.
            left[key] = left.get(key) or _ways_to_ask(key, company, chance)
            yield from _thread(f"{number}", key, at, left[key].pop(), company=company, chance=chance)


def _ways_to_ask(
    board: str, company: DemoCompany, chance: random.Random
) -> list[tuple[str, str, str, Answers]]:
    """(title, text, product, answers), each title once, in no order."""
    found = {
        title % {"product": product}: (chance.choice(texts), product, answers)
        for titles, texts, answers in ASKED[board]
        for title in titles
        for product in company.products
    }
    ways = [(title, *said) for title, said in found.items()]
    chance.shuffle(ways)
    return ways


def _thread(
    key: str,
    board: str,
    at: datetime,
    way: tuple[str, str, str, Answers],
    *,
    company: DemoCompany,
    chance: random.Random,
) -> Iterator[dict[str, Any]]:
    title, text, name, answers = way
    product = {"product": name}
    people = MEMBERS_EN if board == "riders" else MEMBERS_FR
    experts = (EXPERT_EN,) if board == "riders" else EXPERTS_FR
    asker = chance.choice(people[3:])
    language = "en" if board == "riders" else "fr"
    yield {
        "type": "question", "id": key, "board": board, "author": asker, "title": title,
        "text": _filled(text, product), "language": language, "asked_at": at.isoformat(),
        "tags": [product["product"].lower()], "views": int(chance.expovariate(1 / 60)) + 3,
    }  # fmt: skip
    then = at
    for place, wordings in enumerate(answers):
        # One question in eight hears nothing; on the board that dies, two in three.
        if place == 0 and chance.random() < (0.66 if board == "remorques" else 0.12):
            return
        then += timedelta(hours=chance.expovariate(1 / (30 if board == "remorques" else 5)))
        if then > company.now:
            return
        by = chance.choice(experts) if place == 0 and chance.random() < 0.55 else chance.choice(people)
        if by == asker:
            by = experts[0]
        yield {
            "type": "answer", "id": f"{key}.{place}", "question": key, "author": by,
            "text": _filled(chance.choice(wordings), product), "written_at": then.isoformat(),
        }  # fmt: skip
        for voter in chance.sample(people, chance.randrange(4)):
            if voter != by:
                yield {"type": "vote", "answer": f"{key}.{place}", "member": voter, "at": then.isoformat()}
    if chance.random() < 0.7:
        done = min(then + timedelta(hours=chance.expovariate(1 / 20)), company.now)
        yield {"type": "accepted", "question": key, "answer": f"{key}.0", "at": done.isoformat()}


def _filled(text: str, product: dict[str, str]) -> str:
    return text % product


def _set_up(company: DemoCompany) -> None:
    set_site(
        SiteSettings(
            name=f"Place {company.name}", accent="", font="inter", embedded_by=[],
            welcome_fr="Bienvenue chez ceux qui roulent en Vélostral. Posez votre question, aidez les autres.",
            welcome_en="Welcome to the square of those who ride a Vélostral. Ask, and help others.",
        ),
        by=SYSTEM, now=company.now,
    )  # fmt: skip
    write_site_page(
        "legal", language="fr", text=f"{company.name} SAS (entreprise fictive), 1 quai des Vents, Nantes.",
        by=SYSTEM, now=company.now,
    )  # fmt: skip


def _name_super_user(now: datetime) -> None:
    expert, engineer = _member(EXPERTS_FR[0]), _staff("paul.garnier")
    term = invite(
        expert, words="Vos réponses ont aidé des centaines de lecteurs.", contact=engineer,
        by=_staff("julie.moreau"), now=now - timedelta(days=60),
    )  # fmt: skip
    answer_invitation(term, is_accepted=True, by=expert, now=now - timedelta(days=59))


def _articles(now: datetime) -> None:
    """Two answers that helped became articles; one waits for its second reader."""
    writer = member_of_staff(_staff("julie.moreau"), now=now)
    reader = member_of_staff(_staff("lea.bonnet"), now=now)
    helped = Answer.objects.filter(accepted_for__isnull=False, language="fr").order_by("-helpful_count", "pk")
    seen: set[str] = set()
    for answer in helped.select_related("question")[:60]:
        words = answer.text[:30]
        if words in seen or len(seen) == 3:
            continue
        seen.add(words)
        made, _ = article_from(answer, by=writer, now=now - timedelta(days=20))
        submit_article(made, by=writer, now=now - timedelta(days=19))
        if len(seen) < 3:
            made = Article.objects.select_related("newest").get(pk=made.pk)
            assert made.newest is not None
            publish_article(made, number=made.newest.number, by=reader, now=now - timedelta(days=18))


def _ideas(company: DemoCompany, chance: random.Random) -> None:
    now, julie, paul = company.now, _staff("julie.moreau"), _staff("paul.garnier")
    everybody = list(Member.objects.filter(staff=None).order_by("pk"))
    for number, (title, text, language, votes) in enumerate(IDEAS):
        author = _member(MEMBERS_EN[0] if language == "en" else MEMBERS_FR[number])
        at = now - timedelta(days=70 - number * 12)
        idea = propose(title=title, text=text, by=author, language=language, now=at)
        voters = [one for one in chance.sample(everybody, min(votes, len(everybody))) if one.pk != author.pk]
        IdeaVote.objects.bulk_create(
            [
                IdeaVote(idea=idea, member=one, at=at + timedelta(hours=chance.uniform(1, 300)))
                for one in voters
            ],
            ignore_conflicts=True,
        )
        Idea.objects.filter(pk=idea.pk).update(vote_count=IdeaVote.objects.filter(idea=idea).count())
    first, second, _bell, fourth, _last = Idea.objects.order_by("pk")
    put_in_charge(first, whom=paul, by=julie, now=now - timedelta(days=50))
    for idea, status, reason, days in (
        (first, "planned", "Étudié avec l’atelier : ce sera sur les modèles du printemps.", 45),
        (second, "under_review", "L’équipe de l’écran regarde ce que cela coûte en lisibilité.", 30),
        (fourth, "done", "Les vélos sortis depuis le 1er du mois ont 15 cm de bavette de plus. Merci !", 8),
    ):
        set_idea_status(idea, status=status, reason=reason, by=julie, now=now - timedelta(days=days))


def _reviews(company: DemoCompany, chance: random.Random) -> None:
    """A page for each product, its reviews, and the questions that are about it."""
    now, lea = company.now, _staff("lea.bonnet")
    writers = {"fr": list(MEMBERS_FR[4:]), "en": list(MEMBERS_EN[1:])}
    for names in writers.values():
        chance.shuffle(names)
    for product in Product.objects.filter(name__in=REVIEWS).order_by("pk"):
        page = set_product_page(
            product, name=product.name, about=f"**{product.name}**. {ABOUT[product.name]}", is_shown=True,
            by=SYSTEM, now=now - timedelta(days=80),
        )  # fmt: skip
        bike = product.name.split()[0].lower()
        Question.objects.filter(tags__contains=[bike]).update(page=page)
        for number, (stars, title, text, language) in enumerate(REVIEWS[product.name]):
            at = now - timedelta(days=46 - 7 * number, hours=chance.randrange(24))
            experienced: date = (at - timedelta(days=chance.randrange(20, 200))).date()
            review = write_review(
                page, stars=stars, title=title, text=text, language=language, experienced_on=experienced,
                by=_member(writers[language].pop()), now=at,
            )  # fmt: skip
            if stars == 2:
                reply_to_review(review, text=REPLY[product.name], by=lea, now=at + timedelta(days=1))


def _read(now: datetime) -> None:
    """When the questions were read: half on the day they were asked, then ever less, and a little to this day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_day_of_views (question_id, day, views, by_members)"
            " SELECT id, asked_at::date + day, views, views / 4 FROM ("
            "  SELECT q.id, q.asked_at, day, CASE WHEN day < 6 THEN q.view_count >> (day + 1)"
            "   ELSE q.view_count / 60 END AS views"
            "  FROM community_question q CROSS JOIN generate_series(0, 60, 1) AS day"
            "  WHERE day < 6 OR day %% 7 = 0) read"
            " WHERE views > 0 AND asked_at::date + day <= %s",
            [now.date()],
        )


def _moderation(now: datetime) -> None:
    """An insult was withheld with its reason, and its author asks for another look; a report waits."""
    asked = Question.objects.filter(state="open", language="fr").order_by("-asked_at")[3]
    author = _member("Kevin Nantes")
    said = Answer.objects.create(
        question=asked, author=author, position=asked.last_position + 1, text=INSULT, html=f"<p>{INSULT}</p>",
        language="fr", written_at=now - timedelta(days=3), origin="demo",
    )  # fmt: skip
    Question.objects.filter(pk=asked.pk).update(last_position=said.position)
    ground = Ground.objects.order_by("number").first()
    assert ground is not None
    made = withhold(
        said, ground=ground, facts="« tous des abrutis »", found_by="report", by=_staff("tom.wright"),
        now=now - timedelta(days=2),
    )  # fmt: skip
    appeal(
        made,
        words="J’étais énervé, je retire le mot, mais pas la critique.",
        by=author,
        now=now - timedelta(days=1),
    )
    other = (
        Answer.objects.filter(state="shown", language="fr").exclude(author=author).order_by("-written_at")[4]
    )
    report(
        other,
        ground=ground,
        reasons="Il me semble moqueur.",
        by=_member("Yasmina"),
        now=now - timedelta(hours=5),
    )


def _member(name: str) -> Member:
    known = BroughtIn.objects.filter(origin="demo", what=BroughtIn.MEMBER, external_id=name)
    return Member.objects.get(pk__in=known.values("own_id"))


def _staff(local: str) -> User:
    return User.objects.get(email=f"{local}@{DOMAIN}")
