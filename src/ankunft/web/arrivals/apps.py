from django.apps import AppConfig


class WebArrivalsConfig(AppConfig):
    name = "ankunft.web.arrivals"
    label = "web_arrivals"
    verbose_name = "Ankommen"
