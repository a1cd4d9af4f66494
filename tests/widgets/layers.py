"""What the layers of an explorer's figures belong to."""


def layers_of(figures):
    """Every (selector, values) for which some artist of the figures is a layer."""
    gids = {artist.get_gid() for figure in figures for artist in figure.findobj() if artist.get_gid()}
    return [part.split("=") for gid in gids for part in gid.removeprefix("layer:").split(";")]


def options_of(view):
    """{selector: its values as layers name them}."""
    return {selector.key: {str(value) for value in selector.options} for selector in view.selectors}
