"""Stage 4, export: the trained network as int8 ONNX, checked against torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from models.indic_mini.features import BANDS
from models.train.network import Network

_OPSET = 17
_TOLERANCE = 2e-3  # of the float graph; quantising is judged by its error rates


class _Exported(nn.Module):
    """Log-probabilities instead of logits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        heads = self.network(mel)
        phonemes, letters, language = (functional.log_softmax(each, -1) for each in heads)
        return phonemes, letters, language


def export(network: Network, target: Path) -> float:
    """Write the int8 model to `target`.

    Returns:
        The greatest difference of a log-probability between torch and the float graph.

    Raises:
        ValueError: they differ by more than 0.002.
    """
    exported = _Exported(network).eval()
    wide = target.with_suffix(".float.onnx")
    torch.onnx.export(
        exported,
        (torch.zeros(1, BANDS, 400),),
        str(wide),
        input_names=["mel"],
        output_names=["phonemes", "letters", "language"],
        dynamic_axes={"mel": {2: "frames"}, "phonemes": {1: "steps"}, "letters": {1: "steps"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    difference = _difference(exported, wide)
    if difference > _TOLERANCE:
        raise ValueError(f"torch and ONNX differ by {difference:.4f}")
    # Convolutions stay as they are: quantised ones are slow and lose more.
    quantize_dynamic(
        str(wide), str(target), op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8, per_channel=True
    )
    _halve_constants(target)
    wide.unlink()
    return difference


def restore(path: Path) -> Network:
    """The network of an exported model, with int8's rounding: to be trained on, instead of from Whisper's weights.

    What the network has and the file has not keeps its first values.
    """
    graph = onnx.load(str(path)).graph
    constants = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    state: dict[str, Tensor] = {}
    for name, values in constants.items():
        if name.startswith("network.") and not name.endswith(("_quantized", "_scale", "_zero_point")):
            wide = torch.from_numpy(values.astype(np.float32))
            state[name.removeprefix("network.").removesuffix("_half")] = wide
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            base = node.input[1].removesuffix("_quantized")
            zero, scale = constants[f"{base}_zero_point"], constants[f"{base}_scale"]
            matrix = (constants[node.input[1]].astype(np.float32) - zero) * scale
            module = node.name.removeprefix("/network/").rpartition("/")[0].replace("/", ".")
            state[f"{module}.weight"] = torch.from_numpy(np.ascontiguousarray(matrix.T))
    network = Network(None, 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers.")))
    missing, unknown = network.load_state_dict(state, strict=False)
    if unknown or any(not name.startswith("attention.") for name in missing):
        raise ValueError(f"{path} is no model of this recipe: {unknown or missing}")
    return network


def _difference(exported: _Exported, path: Path) -> float:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for frames in (200, 333 * 2):
        mel = np.random.default_rng(frames).standard_normal((1, BANDS, frames)).astype(np.float32)
        with torch.no_grad():
            wanted = exported(torch.from_numpy(mel))
        got = session.run(None, {"mel": mel})
        worst = max(worst, *(float(np.abs(a.numpy() - b).max()) for a, b in zip(wanted, got, strict=True)))
    return worst


def _halve_constants(path: Path) -> None:
    """Keep what is still float32 and large (convolutions, positions) in half precision, widened when it is loaded."""
    model = onnx.load(str(path))
    for tensor in list(model.graph.initializer):
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size > 100_000:
            model.graph.initializer.remove(tensor)
            narrow = onnx.numpy_helper.from_array(values.astype(np.float16), f"{tensor.name}_half")
            model.graph.initializer.append(narrow)
            cast = onnx.helper.make_node("Cast", [narrow.name], [tensor.name], to=onnx.TensorProto.FLOAT)
            model.graph.node.insert(0, cast)
    onnx.save(model, str(path))
