"""The tables of the community, a file a subject."""

from parvis.community.models.articles import (
    Article,
    ArticleRevision,
    ArticleVote,
    DayOfArticle,
    Deflection,
)
from parvis.community.models.badges import Award, Badge, BadgeVersion
from parvis.community.models.blocks import DayOfBlock
from parvis.community.models.boards import Board
from parvis.community.models.brought_in import BroughtIn
from parvis.community.models.cases import Case
from parvis.community.models.devices import MemberDevice
from parvis.community.models.experts import DirectMessage, ExpertFigures, SuperUserTerm
from parvis.community.models.health import WeekOfHealth
from parvis.community.models.idea_votes import IdeaFollow, IdeaMerge, IdeaVote
from parvis.community.models.ideas import Idea, IdeaComment, IdeaRevision, IdeaSession, IdeaStatusChange
from parvis.community.models.log_in_providers import LogInElsewhere, LogInProvider, LogInQuestion
from parvis.community.models.looks import (
    Look,
    ModerationRules,
    NoticeContact,
    TextMood,
    WatchedWord,
    WordCatch,
)
from parvis.community.models.members import LogInCode, Member, MemberContact
from parvis.community.models.moderation import Appeal, Ground, Report, Restriction
from parvis.community.models.notices import Notice, SentBack
from parvis.community.models.passkeys import Passkey
from parvis.community.models.pictures import Picture
from parvis.community.models.products import ProductPage
from parvis.community.models.questions import Answer, Question, Revision
from parvis.community.models.reputation import DayOfMerit, MemberExport, MemberFacts, TrustChange, VoteRing
from parvis.community.models.reviews import (
    Review,
    ReviewMessage,
    ReviewPicture,
    ReviewReply,
    ReviewRevision,
    ReviewVote,
)
from parvis.community.models.said import KINDS, Said, find_said, said_of
from parvis.community.models.site import Site, SitePage, TextPicture
from parvis.community.models.taking_part import (
    DayOfReading,
    DayOfViews,
    Draft,
    Follow,
    HelpfulVote,
    MeToo,
    ReadBefore,
)

__all__ = [
    "KINDS",
    "Answer",
    "Appeal",
    "Article",
    "ArticleRevision",
    "ArticleVote",
    "Award",
    "Badge",
    "BadgeVersion",
    "Board",
    "BroughtIn",
    "Case",
    "DayOfArticle",
    "DayOfBlock",
    "DayOfMerit",
    "DayOfReading",
    "DayOfViews",
    "Deflection",
    "DirectMessage",
    "Draft",
    "ExpertFigures",
    "Follow",
    "Ground",
    "HelpfulVote",
    "Idea",
    "IdeaComment",
    "IdeaFollow",
    "IdeaMerge",
    "IdeaRevision",
    "IdeaSession",
    "IdeaStatusChange",
    "IdeaVote",
    "LogInCode",
    "LogInElsewhere",
    "LogInProvider",
    "LogInQuestion",
    "Look",
    "MeToo",
    "Member",
    "MemberContact",
    "MemberDevice",
    "MemberExport",
    "MemberFacts",
    "ModerationRules",
    "Notice",
    "NoticeContact",
    "Passkey",
    "Picture",
    "ProductPage",
    "Question",
    "ReadBefore",
    "Report",
    "Restriction",
    "Review",
    "ReviewMessage",
    "ReviewPicture",
    "ReviewReply",
    "ReviewRevision",
    "ReviewVote",
    "Revision",
    "Said",
    "SentBack",
    "Site",
    "SitePage",
    "SuperUserTerm",
    "TextMood",
    "TextPicture",
    "TrustChange",
    "VoteRing",
    "WatchedWord",
    "WeekOfHealth",
    "WordCatch",
    "find_said",
    "said_of",
]
