from django.apps import AppConfig


class WebSimulationConfig(AppConfig):
    name = "ankunft.web.simulation"
    label = "web_simulation"
    verbose_name = "Simulation"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from ankunft.domain.roles import CANTONAL
        from ankunft.web.shell.registry import Place, navigation

        navigation.register(Place(gettext_lazy("Simulation"), "scenarios", CANTONAL, 70))
