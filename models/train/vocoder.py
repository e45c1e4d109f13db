"""The heavy half of Kokoro, its generator (iSTFTNet, Kaneko et al. 2022), in torch and bfloat16.

onnxruntime keeps what comes before (text, prosody, harmonic source) and after (inverse short-time Fourier transform).
With AMX the whole costs a quarter to a third of the int8 graph, whose weights are used as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx.utils import Extractor
from torch import Tensor
from torch.nn import functional

_ROOT, _WEIGHTS = "/decoder/decoder/generator", "decoder.decoder.generator"
_INPUT, _SOURCE, _STYLE = (
    "/decoder/decoder/decode.3/Div_4_output_0",
    f"{_ROOT}/Concat_3_output_0",
    "/decoder/Slice_output_0",
)
_OUTPUT = f"{_ROOT}/conv_post/Conv_output_0"
_KERNELS, _DILATIONS = 3, (1, 3, 5)
_UPSAMPLING = (10, 5, 6, 3), (6, 3, 1, 0)  # rate and padding of the voice, stride and padding of the source


class Weights:
    """The graph's constants in float32, by the name of the node that uses them or by their own."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._constants = {each.name: each for each in graph.initializer}
        self._nodes = {node.name: node for node in graph.node}

    def named(self, name: str) -> Tensor:
        """A constant of the generator."""
        return self._float(f"{_WEIGHTS}.{name}")

    def of(self, node: str) -> Tensor:
        """What a convolution or matrix product multiplies with."""
        name = self._nodes[f"{_ROOT}/{node}"].input[1]
        if not name.endswith("_quantized"):
            return self._float(name)
        base = name.removesuffix("_quantized")
        zero = self._float(self._nodes[f"{_ROOT}/{node}"].input[3])
        return (self._float(name) - zero) * self._float(f"{base}_scale")

    def _float(self, name: str) -> Tensor:
        return torch.from_numpy(onnx.numpy_helper.to_array(self._constants[name]).astype(np.float32))


class Block:
    """A residual block: three times normalise by style, snake (Ziyin et al. 2020) and convolve, twice each.

    The snake x + sin²(αx) / α is y + sin²(y) of y = αx: the normalisation multiplies by α, the kernel divides by it.
    """

    def __init__(self, weights: Weights, name: str) -> None:
        self._steps = []
        for place, dilation in enumerate(_DILATIONS):
            for half, spread in ((1, dilation), (2, 1)):
                alpha = weights.named(f"{name}.alpha{half}.{place}")
                kernel = weights.of(f"{name}/convs{half}.{place}/Conv_quant") / alpha
                self._steps.append(
                    (
                        weights.of(f"{name}/adain{half}.{place}/fc/Gemm_MatMul_quant"),
                        weights.named(f"{name}.adain{half}.{place}.fc.bias"),
                        alpha.flatten(),
                        _flat(kernel),
                        weights.named(f"{name}.convs{half}.{place}.bias").bfloat16(),
                        spread,
                    )
                )

    def __call__(self, x: Tensor, style: Tensor) -> Tensor:
        """The block of bfloat16 [1, channels, 1, frames], channels last; style float32 [1, 128]."""
        change = x
        for place, (matrix, offset, alpha, kernel, bias, dilation) in enumerate(self._steps):
            scale, shift = (style @ matrix + offset)[0].chunk(2)
            change = functional.batch_norm(
                change, None, None, (alpha * (1 + scale)).bfloat16(), (alpha * shift).bfloat16(), training=True
            )
            wave = torch.sin(change)
            change.addcmul_(wave, wave)
            padding = (kernel.shape[-1] - 1) * dilation // 2
            change = functional.conv2d(change, kernel, bias, padding=(0, padding), dilation=(1, dilation))
            if place % 2:
                x = change.add_(x)
                change = x
        return x


def _flat(kernel: Tensor) -> Tensor:
    """A one-dimensional kernel for pictures of height 1, channels last, which is what the processor multiplies."""
    return kernel[:, :, None].bfloat16().contiguous(memory_format=torch.channels_last)


class Generator:
    """See the module.

    Args:
        weights: of Kokoro's graph.
    """

    def __init__(self, weights: Weights) -> None:
        self._noise = [
            (
                _flat(weights.of(f"noise_convs.{place}/Conv_quant")),
                weights.named(f"noise_convs.{place}.bias").bfloat16(),
            )
            for place in range(2)
        ]
        self._noise_blocks = [Block(weights, f"noise_res.{place}") for place in range(2)]
        self._ups = [
            (_flat(weights.of(f"ups.{place}/ConvTranspose")), weights.named(f"ups.{place}.bias").bfloat16())
            for place in range(2)
        ]
        self._blocks = [Block(weights, f"resblocks.{place}") for place in range(2 * _KERNELS)]
        self._post = _flat(weights.of("conv_post/Conv")), weights.named("conv_post.bias").bfloat16()

    @torch.inference_mode()
    def __call__(self, hidden: Tensor, source: Tensor, style: Tensor) -> Tensor:
        """The logarithms of amplitudes, and phases: float32 [1, 22, frames]."""
        x, source = _flat(hidden), _flat(source)
        for place, (rate, padding, noise_stride, noise_padding) in enumerate(_UPSAMPLING):
            noise = functional.conv2d(source, *self._noise[place], stride=(1, noise_stride), padding=(0, noise_padding))
            noise = self._noise_blocks[place](noise, style)
            x = functional.leaky_relu(x, 0.1)
            x = functional.conv_transpose2d(x, *self._ups[place], stride=(1, rate), padding=(0, padding))
            if place == 1:
                x = torch.cat([x[..., 1:2], x], -1)
            x = noise.add_(x)
            heard = [block(x, style) for block in self._blocks[place * _KERNELS : (place + 1) * _KERNELS]]
            x = heard[0].add_(heard[1]).add_(heard[2]).div_(_KERNELS)
        return functional.conv2d(functional.leaky_relu(x, 0.01), *self._post, padding=(0, 3))[:, :, 0].float()


class FastKokoro:
    """Kokoro's graph with the generator in torch.

    Args:
        path: `model.onnx` of the pack `kokoro`.
    """

    def __init__(self, path: Path) -> None:
        model = onnx.load(str(path))
        self._generator = Generator(Weights(model.graph))
        inputs = [each.name for each in model.graph.input]
        extractor = Extractor(model)
        self._before = _session(extractor.extract_model(inputs, [_INPUT, _SOURCE, _STYLE]))
        self._after = _session(extractor.extract_model([_OUTPUT], [model.graph.output[0].name]))

    def run(self, values: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
        """The waveform at 24 kHz for tokens, style and speed."""
        hidden, source, style = (torch.from_numpy(each) for each in self._before.run(None, values))
        spectrum = self._generator(hidden, source, style)
        return np.asarray(self._after.run(None, {_OUTPUT: spectrum.numpy()})[0], np.float32).ravel()


def _session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
