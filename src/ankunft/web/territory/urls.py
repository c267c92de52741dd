"""Addresses of the municipalities."""

from django.urls import path

from . import views

urlpatterns = [
    path("gemeinden/", views.municipalities, name="municipalities"),
    path("gemeinden/tabelle/", views.municipality_table, name="municipality-table"),
    path("gemeinden/excel/", views.municipality_excel, name="municipality-excel"),
    path("gemeinden/bevoelkerungsreihen/", views.population_series, name="population-series"),
    path("gemeinden/bevoelkerungsreihen/neu/", views.series_new, name="population-series-new"),
    path("gemeinden/bevoelkerungsreihen/wahl/", views.series_choice, name="population-series-choose"),
    path("gemeinden/konten/", views.account_changes, name="account-changes"),
    path("gemeinden/konten/<int:change>/", views.account_change, name="account-change"),
    path("gemeinden/konten/<int:change>/<slug:step>/", views.account_change_step, name="account-change-step"),
    path("gemeinden/<int:number>/", views.municipality, name="municipality"),
    path("gemeinden/<int:number>/kontakt/<slug:function>/", views.contact, name="municipality-contact"),
    path("gemeinden/<int:number>/adresse/", views.address, name="municipality-address"),
    path("gemeinden/<int:number>/konto/", views.account, name="municipality-account"),
    path("gemeinden/<int:number>/verbund/", views.membership, name="municipality-membership"),
    path("gemeinden/<int:number>/berechtigung/", views.finding, name="municipality-finding"),
    path("verbuende/", views.associations, name="associations"),
    path("sozialregionen/", views.social_regions, name="social-regions"),
]
