"""Projections: which ways to lay the Earth flat keep lengths on the land, and which stretch it."""

from __future__ import annotations

import re

#: Their scale is near one on the land that they are made for; as WKT, Esri's and EPSG's, names
#: them, and ArcInfo. Capitals and all but letters and digits do not matter.
_FAITHFUL = """
    Transverse_Mercator, Transverse_Mercator_Complex, Gauss_Kruger, UTM, Transverse, Stateplane,
    Transverse_Mercator_3D, Transverse_Mercator_Zoned_Grid_System,
    Great_Britain_Grid, Colombia_Urban, IGAC_Plano_Cartesiano,
    Lambert, Lambert_Conformal_Conic, Lambert_Conformal_Conic_1SP, Lambert_Conformal_Conic_2SP,
    Lambert_Conformal_Conic_2SP_Belgium, Lambert_Conic_Conformal_1SP, Lambert_Conic_Conformal_2SP,
    Lambert_Conic_Conformal_2SP_Belgium, Lambert_Conic_Conformal_2SP_Michigan,
    Lambert_Conic_Conformal_1SP_variant_B, Lambert_Conic_Near_Conformal,
    Albers, Albers_Conic_Equal_Area, Albers_Equal_Area, Equidistant_Conic, Simple_Conic,
    Polar, Polar_Stereographic, Polar_Stereographic_variant_A, Polar_Stereographic_variant_B,
    Polar_Stereographic_variant_C, Stereographic, Stereographic_North_Pole,
    Stereographic_South_Pole, Double_Stereographic, Oblique_Stereographic,
    Krovak, Krovak_North_Orientated, Krovak_Modified, Krovak_Modified_North_Orientated,
    Hotine_Oblique_Mercator, Hotine_Oblique_Mercator_Azimuth_Center,
    Hotine_Oblique_Mercator_Azimuth_Natural_Origin, Hotine_Oblique_Mercator_Two_Point_Center,
    Hotine_Oblique_Mercator_Two_Point_Natural_Origin, Hotine_Oblique_Mercator_variant_A,
    Hotine_Oblique_Mercator_variant_B, Rectified_Skew_Orthomorphic_Center,
    Rectified_Skew_Orthomorphic_Natural_Origin, Oblique_Mercator, Laborde_Oblique_Mercator,
    Swiss_Oblique_Cylindrical, Swiss_Oblique_Mercator,
    New_Zealand_Map_Grid, New_Zealand_Grid, Cassini, Cassini_Soldner, Hyperbolic_Cassini_Soldner,
    Polyconic, American_Polyconic, Local, Local_Orthographic,
    Lambert_Azimuthal_Equal_Area, Lambert_Azimuthal, Azimuthal_Equidistant, Azimuthal,
    Modified_Azimuthal_Equidistant, Guam_Projection
"""
#: Far from their lines these stretch the land; their names, and GeoTIFF's code where there is one.
_STRETCHING = {
    "Mercator, Mercator_1SP, Mercator_2SP, Mercator_variant_A, Mercator_variant_B, "
    "Mercator_variant_C, Mercator_1SP_Spherical, Mercator_Spherical": 7,
    "Equirectangular, Plate_Carree, Equidistant_Cylindrical, "
    "Equidistant_Cylindrical_Ellipsoidal, Equidistant_Cylindrical_Spherical": 17,
    "Gnomonic": 19,
    "Miller, Miller_Cylindrical": 20,
    "Orthographic, Vertical_Near_Side_Perspective, Vertical_Perspective": 21,
    "Robinson": 23,
    "Sinusoidal": 24,
    "Van_der_Grinten, Van_der_Grinten_I": 25,
    "Cylindrical, Cylindrical_Equal_Area, Behrmann, Lambert_Cylindrical_Equal_Area, "
    "Lambert_Cylindrical_Equal_Area_Spherical, Lambert_Cylindrical_Equal_Area_Ellipsoidal": 28,
    "Mollweide, Eckert_I, Eckert_II, Eckert_III, Eckert_IV, Eckert_V, Eckert_VI, Equal_Earth, "
    "Gall_Stereographic, Goode_Homolosine, Interrupted_Goode_Homolosine, Winkel_I, Winkel_II, "
    "Winkel_Tripel, Bonne, Aitoff, Hammer_Aitoff, Natural_Earth, Patterson, Loximuthal, Times, "
    "Quartic_Authalic, Flat_Polar_Quartic, Craster_Parabolic, Compact_Miller, "
    "Cube, Fuller, Two_Point_Equidistant": None,
}
#: The web's Mercator, which is set right by the latitude.
_WEB = "Mercator_Auxiliary_Sphere, Popular_Visualisation_Pseudo_Mercator"
#: The web's Mercator by EPSG's code, and by that of Esri and one that programs made up.
WEB_SYSTEMS = {3857, 3785, 102100, 102113, 900913}
#: Systems that stretch the land by EPSG's code: Mercator's, plates carrées, and equal areas.
STRETCHING_SYSTEMS = {
    *(3349, 3388, 3395, 3752, 3832, 3994, 5641),
    *(3786, 4087, 4088, 32662, 32663),
    *(3410, 3975, 6933, 8857, 8858, 8859),
}


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())


def _names(text: str) -> set[str]:
    return {_plain(name) for name in text.split(",")}


#: GeoTIFF's codes of the ways to project that stretch the land.
STRETCHING_WAYS = {code for code in _STRETCHING.values() if code is not None}
_FAITHFUL_NAMES, _WEB_NAMES = _names(_FAITHFUL), _names(_WEB)
_STRETCHING_NAMES = {name for names in _STRETCHING for name in _names(names)}


def keeps_lengths(name: str) -> bool:
    """Tell whether a way to project, by its name, is known to keep lengths on the land."""
    return _plain(name) in _FAITHFUL_NAMES


def stretches(name: str) -> bool:
    """Tell whether a way to project, by its name, is known to stretch the land."""
    return _plain(name) in _STRETCHING_NAMES | _WEB_NAMES


def is_web_mercator(name: str) -> bool:
    """Tell whether a way to project, by its name, is the web's Mercator."""
    return _plain(name) in _WEB_NAMES
