using Taler.Merchant;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>What the wallets of a history do.</summary>
internal sealed class Purse(Scene scene)
{
    public async Task ClaimAsync(Browser browser, int resource, int wallet)
    {
        if (!browser.PayUris.TryGetValue(resource, out var payUri))
            return;
        var result = await scene.Wallets[wallet].ClaimAsync(TalerPayUri.Parse(payUri), CancellationToken.None);
        Tell(result.Outcome, result.OrderId);
    }

    /// <summary>Pays what a browser was last asked to pay.</summary>
    /// <returns>Whether the wallet was charged.</returns>
    public async Task<bool> PayAsync(Browser browser, int resource, int wallet)
    {
        if (!browser.PayUris.TryGetValue(resource, out var payUri))
            return false;
        var bought = HasBought(wallet, resource);
        var result = await scene.Wallets[wallet].PayAsync(TalerPayUri.Parse(payUri), CancellationToken.None);
        Tell(result.Outcome, result.OrderId);
        if (result.Outcome != "paid" || !scene.Payers.TryAdd(result.OrderId, wallet))
            return false;
        return bought ? throw scene.Break("A wallet pays again for a page that it can still prove to have bought.") : true;
    }

    public async Task PickUpAsync(int resource)
    {
        if (scene.Orders(resource).LastOrDefault(order => order.RefundPending) is not { } order || !scene.Payers.TryGetValue(order.Id, out var wallet))
            return;
        var result = await scene.Wallets[wallet].RefundAsync(scene.Stage.Backend.RefundUri(order.Id), CancellationToken.None);
        Tell(result.Outcome, result.OrderId);
    }

    /// <summary>
    /// Gives whoever paid an order another wallet, when the backend has lost the order. The shop may make one of the same ID again, and a wallet that
    /// paid the first would take the second for it.
    /// </summary>
    public void Replace(OrderId lost)
    {
        if (!scene.Payers.TryGetValue(lost, out var wallet))
            return;
        scene.Wallets[wallet] = scene.Stage.Backend.NewWallet();
        foreach (var (paid, payer) in scene.Payers)
        {
            if (payer == wallet)
                scene.Payers.Remove(paid);
        }
    }

    /// <summary>Whether a wallet has a purchase of the page that the backend still knows and has not refunded.</summary>
    public bool HasBought(int wallet, int resource) =>
        scene.Orders(resource).Any(order => order is { Payment: not null, IsRefunded: false } && scene.Payers.TryGetValue(order.Id, out var payer) && payer == wallet);

    private void Tell(string outcome, OrderId order)
    {
        scene.Tally.Count("Wallets", outcome);
        scene.Tell($"{outcome} {scene.Nick(order)}");
    }
}
