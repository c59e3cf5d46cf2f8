"""The demo's community: boards that live, and one that is dying; ideas, reviews, a moderation with its appeal."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

from django.db import connection

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
from parvis.community.actions.propose import propose
from parvis.community.actions.site import SiteSettings, set_site, write_site_page
from parvis.community.demo.people import colleague, member_called
from parvis.community.demo.products import review_products
from parvis.community.demo.threads import EXPERTS_FR, lines
from parvis.community.demo.words_square import IDEAS, INSULT, MEMBERS_EN, MEMBERS_FR
from parvis.community.models import Answer, Article, Ground, Idea, IdeaVote, Member, Question
from parvis.foundation.audit import SYSTEM
from parvis.foundation.demo import DemoCompany


def load(company: DemoCompany) -> None:
    chance, now = company.chance("community"), company.now
    bring_in(
        (json.dumps(line, ensure_ascii=False) for line in lines(company, chance)), origin="demo", now=now
    )
    _set_up(company)
    _name_super_user(now)
    _articles(now)
    _ideas(company, chance)
    review_products(company, chance)
    _moderation(now)
    _read(now)
    # What is counted at night or twice a day stands there from the first minute on.
    count_reputation(now=now)
    give_badges(now=now)
    measure_experts(now=now)
    count_weeks(now=now)


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
    expert, engineer = member_called(EXPERTS_FR[0]), colleague("paul.garnier")
    term = invite(
        expert, words="Vos réponses ont aidé des centaines de lecteurs.", contact=engineer,
        by=colleague("julie.moreau"), now=now - timedelta(days=60),
    )  # fmt: skip
    answer_invitation(term, is_accepted=True, by=expert, now=now - timedelta(days=59))


def _articles(now: datetime) -> None:
    """Two answers that helped became articles; one waits for its second reader."""
    writer = member_of_staff(colleague("julie.moreau"), now=now)
    reader = member_of_staff(colleague("lea.bonnet"), now=now)
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
    now, julie, paul = company.now, colleague("julie.moreau"), colleague("paul.garnier")
    everybody = list(Member.objects.filter(staff=None).order_by("pk"))
    for number, (title, text, language, votes) in enumerate(IDEAS):
        author = member_called(MEMBERS_EN[0] if language == "en" else MEMBERS_FR[number])
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
    author = member_called("Kevin Nantes")
    said = Answer.objects.create(
        question=asked, author=author, position=asked.last_position + 1, text=INSULT, html=f"<p>{INSULT}</p>",
        language="fr", written_at=now - timedelta(days=3), origin="demo",
    )  # fmt: skip
    Question.objects.filter(pk=asked.pk).update(last_position=said.position)
    ground = Ground.objects.order_by("number").first()
    assert ground is not None
    made = withhold(
        said, ground=ground, facts="« tous des abrutis »", found_by="report", by=colleague("tom.wright"),
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
        by=member_called("Yasmina"),
        now=now - timedelta(hours=5),
    )
