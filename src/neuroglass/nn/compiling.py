"""How XLA is asked to compile. All of it must be known to the versions of JAX that the package allows."""

Options = dict[str, bool | int | float | str]

# For programs that run often. YNN, the library that XLA takes on a CPU, leaves a second core idle in convolutions:
# there XLA's own are up to 1.6 times as fast.
WELL: Options = {
    "xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_INDIVIDUAL_DOT,LIBRARY_FUSION_TYPE_REDUCE",
}

# For programs that run once, on little: in a third of the time, without what would make them fast.
QUICKLY: Options = {
    "xla_backend_optimization_level": 0,
    "xla_llvm_disable_expensive_passes": True,
    "xla_cpu_use_fusion_emitters": False,
}
