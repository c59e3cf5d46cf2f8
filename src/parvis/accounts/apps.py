from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "parvis.accounts"
    label = "accounts"

    def ready(self) -> None:
        from parvis.accounts.web import log_ins, second_step

        log_ins.listen()
        second_step.listen()
