"""Log-in, one's own profile, the people who work here, teams."""

from allauth.account import views as allauth
from django.urls import path, re_path
from django.views.generic import RedirectView

from parvis.accounts.web.views import me, roles, sessions, teams, tokens, users

urlpatterns = [
    # Of allauth, what staff need: nobody signs up here, and addresses are changed by administrators.
    path("account/login/", allauth.login, name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/password/", allauth.password_reset, name="account_reset_password"),
    path("account/password/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/changed/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # allauth asks for this name when it writes to an unknown address.
    path("account/signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("settings/me/", me.preferences, name="preferences"),
    path("settings/me/password/", me.password, name="my-password"),
    path("settings/me/sessions/", sessions.sessions, name="my-sessions"),
    path("settings/me/sessions/others/", sessions.end_others, name="my-sessions-end-others"),
    path("settings/me/sessions/<int:session_id>/end/", sessions.end, name="my-session-end"),
    path("settings/me/tokens/", tokens.my_tokens, name="my-tokens"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    path("settings/service-accounts/", tokens.service_account_list, name="service-accounts"),
    path("settings/service-accounts/<int:user_id>/", tokens.service_account, name="service-account"),
    path("settings/me/theme/", me.set_theme, name="set_theme"),
    path("language/", me.set_language, name="set_language"),
    path("settings/users/", users.users, name="users"),
    path("settings/users/add/", users.add_user, name="user-add"),
    path("settings/users/<int:user_id>/", users.user, name="user"),
    path("settings/users/<int:user_id>/password/", users.new_password, name="user-password"),
    path("settings/users/<int:user_id>/disable/", users.disable, name="user-disable"),
    path("settings/users/<int:user_id>/enable/", users.enable, name="user-enable"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/<int:team_id>/", teams.team, name="team"),
]
