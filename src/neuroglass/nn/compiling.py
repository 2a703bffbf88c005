"""How programs that run once, on little, are compiled: in a third of the time, without what would make them fast."""

QUICKLY: dict[str, bool | int | float | str] = {
    "xla_backend_optimization_level": 0,
    "xla_llvm_disable_expensive_passes": True,
    "xla_cpu_use_fusion_emitters": False,
}
