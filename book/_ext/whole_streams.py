"""What a cell prints stands as printed: MyST-NB's own merging adds an empty line where the kernel sent a text in two pieces."""

from myst_nb.core import render


def joined(outputs):
    """The outputs with all of one stream as one, in the place of its first piece."""
    merged, streams = [], {}
    for output in outputs:
        name = output.get("name") if output["output_type"] == "stream" else None
        if name in streams:
            streams[name]["text"] += output["text"]
            continue
        merged.append(output)
        if name:
            streams[name] = output
    return merged


def setup(app):
    render.coalesce_streams = joined
    return {"parallel_read_safe": True, "parallel_write_safe": True}
