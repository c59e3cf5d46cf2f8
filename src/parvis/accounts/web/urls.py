"""Log-in, one's own profile, the people who work here, teams."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from parvis.accounts.web.views import (
    company_log_in,
    invitations,
    me,
    notices,
    roles,
    security,
    sessions,
    teams,
    tokens,
    users,
)
from parvis.foundation.web.screens import screen

# allauth's views ask for a log-in themselves; @screen says it where everybody looks, and forbids keeping copies.
own = screen(methods=("GET", "HEAD", "POST"))
# Codes and keys: the library asks who is there by password or code; who has neither is asked at the company's log-in.
own_keys = screen(methods=("GET", "HEAD", "POST"), confirmed=True)

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
    path("account/confirm/", own(allauth.reauthenticate), name="account_reauthenticate"),
    # Its second step: by code, by recovery code, by passkey.
    path("account/second-step/", second_step.authenticate, name="mfa_authenticate"),
    path("account/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/confirm/code/", own(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", own(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("settings/me/second-step/", own(second_step.index), name="mfa_index"),
    path("settings/me/second-step/app/", own_keys(totp.activate_totp), name="mfa_activate_totp"),
    path("settings/me/second-step/app/remove/", own_keys(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "settings/me/second-step/codes/",
        own_keys(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "settings/me/second-step/codes/new/",
        own_keys(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "settings/me/second-step/codes/file/",
        screen()(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("settings/me/second-step/passkeys/", screen()(second_step.index), name="mfa_list_webauthn"),
    path("settings/me/second-step/passkeys/add/", own_keys(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "settings/me/second-step/passkeys/<int:pk>/remove/",
        own_keys(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    # The company's own log-in.
    path("account/company/<int:provider_id>/", company_log_in.ask, name="company-log-in"),
    path("account/company/answer/", company_log_in.answer, name="company-log-in-answer"),
    path("settings/security/provider/", company_log_in.provider, name="provider-add"),
    path("settings/security/provider/<int:provider_id>/", company_log_in.provider, name="provider"),
    path("settings/security/", security.security, name="security"),
    path("settings/users/<int:user_id>/second-step/reset/", security.reset, name="user-second-step-reset"),
    path("settings/me/", me.preferences, name="preferences"),
    path("settings/me/password/", me.password, name="my-password"),
    path("settings/me/sessions/", sessions.sessions, name="my-sessions"),
    path("settings/me/sessions/others/", sessions.end_others, name="my-sessions-end-others"),
    path("settings/me/sessions/<int:session_id>/end/", sessions.end, name="my-session-end"),
    path("settings/me/tokens/", tokens.my_tokens, name="my-tokens"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    path("settings/service-accounts/", tokens.service_account_list, name="service-accounts"),
    path("settings/service-accounts/<int:user_id>/", tokens.service_account, name="service-account"),
    path("settings/me/notices/", notices.notices, name="my-notices"),
    path("settings/me/notices/device/", notices.device, name="my-device"),
    path("settings/me/theme/", me.set_theme, name="set_theme"),
    path("language/", me.set_language, name="set_language"),
    path("settings/users/", users.users, name="users"),
    path("settings/users/add/", users.add_user, name="user-add"),
    path("settings/users/invite/", invitations.invite_colleague, name="user-invite"),
    path("settings/users/invitations/<int:invitation_id>/again/", invitations.again, name="invitation-again"),
    path("settings/users/invitations/<int:invitation_id>/revoke/", invitations.revoke, name="invitation-revoke"),
    path("account/invitation/<str:token>/", invitations.accept, name="invitation-accept"),
    path("settings/users/<int:user_id>/", users.user, name="user"),
    path("settings/users/<int:user_id>/password/", users.new_password, name="user-password"),
    path("settings/users/<int:user_id>/disable/", users.disable, name="user-disable"),
    path("settings/users/<int:user_id>/enable/", users.enable, name="user-enable"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/add/", roles.role, name="role-add"),
    path("settings/roles/<int:role_id>/", roles.role, name="role"),
    path("settings/roles/<int:role_id>/remove/", roles.remove, name="role-remove"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/<int:team_id>/", teams.team, name="team"),
]
