"""Where nodes stand, from what they mean: time runs to the right, inputs and parameters lie below, the loss above."""


def unrolled_positions(graph):
    """{node: (x, y)} for the graph of `unroll`: one unit a time step, two rows a neuron, the loss on top."""
    times = max(node[-1] for node in graph if node[0] == "c")
    top = 2 * (1 + max(node[1] for node in graph if node[0] == "c"))
    outputs = 1 + max(node[1] for node in graph if node[0] == "y")

    def position(kind, *place):
        match kind, place:
            case "theta", (j,):
                return 0.35, 2 * j - (0.6 if j else 1.1)
            case "x", (i, t):
                return t, -2 - 0.7 * i
            case "c", (j, t):
                return t, 2 * j
            case "z", (j, t):
                return t + 0.3, 2 * j + 0.85
            case "y", (k, t):
                return t + 0.3, top + 0.8 * k
            case "E", (t,):
                return t + 0.3, top + 0.8 * outputs
            case "E", ():
                return times + 1.1, top + 0.8 * outputs

    return {node: position(*node) for node in graph}
