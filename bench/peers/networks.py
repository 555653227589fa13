"""A perceptron that learns a score."""
import numpy as np

from rate import rate


def _score_network(torch):
    network = torch.nn.Sequential(torch.nn.Linear(3, 64), torch.nn.SiLU(), torch.nn.Linear(64, 64), torch.nn.SiLU(),
                                  torch.nn.Linear(64, 2))
    return network, lambda y, sigma: network(torch.cat([y / torch.sqrt(2.5 + sigma * sigma), torch.log(sigma)], 1))


def p14_torch_train():
    """Denoising score matching of 3-64-64-2 with Adam, batches of 512, in float32."""
    import torch
    torch.set_num_threads(1)
    network, predict = _score_network(torch)
    adam = torch.optim.Adam(network.parameters(), lr=3e-3)

    def work():
        for _ in range(200):
            sigma = torch.exp(np.log(0.1) + np.log(50) * torch.rand(512, 1))
            x, noise = torch.randn(512, 2), torch.randn(512, 2)
            loss = 0.5 * ((predict(x + sigma * noise, sigma) - noise) ** 2).sum(1).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
    return rate(work, 200 * 512), "samples/s"


def p14_torch_score():
    """The score of the same network at 512 places, in float64 as Kolmo's."""
    import torch
    torch.set_num_threads(1)
    network, predict = _score_network(torch)
    network.double()
    y, sigma = torch.randn(512, 2, dtype=torch.float64), torch.full((512, 1), 0.7, dtype=torch.float64)

    def work():
        with torch.no_grad():
            for _ in range(500):
                -predict(y, sigma) / sigma
    return rate(work, 500 * 512), "scores/s"
