from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimulationConfig(AppConfig):
    name = "ankunft.domain.simulation"
    label = "simulation"
    verbose_name = _("Simulation")

    def ready(self) -> None:
        from . import visibility

        visibility.register()
