using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Wallets;

/// <summary>A wallet that plays the buyer's part of the protocol and remembers its purchases.</summary>
internal sealed class Wallet(MerchantWire wire) : IDisposable
{
    private const int MaxPurchases = 1000;

    private static readonly Reply NotBought = new(HttpStatusCode.NotFound, new JsonObject { ["code"] = 0, ["hint"] = "This wallet did not buy that." });

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Changed in turn only, read by pages that must not wait for a wallet at work.</summary>
    private ImmutableList<Purchase> _purchases = [];

    public Task<WalletResult> ClaimAsync(TalerPayUri uri, CancellationToken cancellationToken) =>
        InTurnAsync(async () => (await KnowAsync(uri, cancellationToken)).Result, cancellationToken);

    /// <summary>Pays, or shows that this wallet has paid for the same goods already.</summary>
    public Task<WalletResult> PayAsync(TalerPayUri uri, CancellationToken cancellationToken) =>
        InTurnAsync(() => PayInTurnAsync(uri, cancellationToken), cancellationToken);

    public Task<WalletResult> RefundAsync(TalerRefundUri uri, CancellationToken cancellationToken) =>
        InTurnAsync(() => RefundInTurnAsync(uri, cancellationToken), cancellationToken);

    /// <summary>Whether this wallet would show an earlier payment in place of a new one.</summary>
    public bool HasBought(Order offer, OrderBook book) => _purchases.Exists(purchase =>
        purchase.State == PurchaseState.Paid
        && (purchase.OrderId == offer.Id || (WebLinks.IsWeb(purchase.FulfillmentUrl) && purchase.FulfillmentUrl == offer.Proposal.FulfillmentUrl))
        && book.Find(purchase.OrderId) is { Payment: not null, IsRefunded: false } paid
        && paid.Claim?.ContractHash == purchase.ContractHash);

    /// <summary>How long this wallet asks for a refund of an order by itself.</summary>
    public RelativeTime AutoRefundOf(OrderId orderId) => Find(orderId)?.AutoRefund ?? default;

    public void Dispose() => _turn.Dispose();

    private async Task<WalletResult> PayInTurnAsync(TalerPayUri uri, CancellationToken cancellationToken)
    {
        var (purchase, known) = await KnowAsync(uri, cancellationToken);
        if (purchase is null)
            return known;
        if (purchase.State == PurchaseState.Paid)
        {
            return purchase.Session == uri.SessionId
                ? WalletResult.Done("paid", purchase.OrderId)
                : await ReplayAsync(purchase, uri, cancellationToken);
        }
        if (purchase.State == PurchaseState.Claimed && await FindEarlierAsync(purchase, uri, cancellationToken) is { } earlier)
            return await ReplayAsync(earlier, uri, cancellationToken);

        var reply = await wire.PostAsync(uri.MerchantBaseUrl, PathOf(purchase, "pay"), purchase.PaymentFor(uri.SessionId), cancellationToken);
        if (!reply.IsSuccess)
            return WalletResult.Refused(purchase.OrderId, reply);
        purchase.State = PurchaseState.Paid;
        purchase.Session = uri.SessionId;
        purchase.Signature = reply.Body.Text("sig") ?? "";
        return WalletResult.Done("paid", purchase.OrderId);
    }

    private async Task<WalletResult> RefundInTurnAsync(TalerRefundUri uri, CancellationToken cancellationToken)
    {
        if (Find(uri.OrderId) is not { } purchase)
            return WalletResult.Refused(uri.OrderId, NotBought);
        var reply = await wire.PostAsync(uri.MerchantBaseUrl, PathOf(purchase, "refund"), new JsonObject { ["h_contract"] = purchase.ContractHash }, cancellationToken);
        if (!reply.IsSuccess)
            return WalletResult.Refused(purchase.OrderId, reply);
        if (reply.Body.List("refunds") is { Count: > 0 })
            purchase.State = PurchaseState.Refunded;
        return WalletResult.Done("refunded", purchase.OrderId);
    }

    /// <summary>Claims an order, unless this wallet holds it already.</summary>
    private async Task<(Purchase? Purchase, WalletResult Result)> KnowAsync(TalerPayUri uri, CancellationToken cancellationToken)
    {
        if (Find(uri.OrderId) is { } known)
            return (known, WalletResult.Claimed(known));
        var nonce = Purchase.RandomKey();
        var body = new JsonObject { ["nonce"] = nonce };
        if (uri.ClaimToken is { } token)
            body["token"] = token.Value;
        var reply = await wire.PostAsync(uri.MerchantBaseUrl, $"orders/{uri.OrderId.Value}/claim", body, cancellationToken);
        if (!reply.IsSuccess || reply.Body["contract_terms"] is not JsonObject terms)
            return (null, WalletResult.Refused(uri.OrderId, reply));
        var purchase = new Purchase(uri.OrderId, nonce, terms);
        _purchases = _purchases.Add(purchase);
        if (_purchases.Count > MaxPurchases)
            _purchases = _purchases.RemoveAt(0);
        return (purchase, WalletResult.Claimed(purchase));
    }

    /// <summary>Finds what this wallet paid for the same web address, as long as the merchant still knows it and has not refunded it.</summary>
    private async Task<Purchase?> FindEarlierAsync(Purchase purchase, TalerPayUri uri, CancellationToken cancellationToken)
    {
        if (!WebLinks.IsWeb(purchase.FulfillmentUrl))
            return null;
        foreach (var earlier in _purchases.Where(known => known.State == PurchaseState.Paid && known.FulfillmentUrl == purchase.FulfillmentUrl).Reverse())
        {
            var reply = await wire.GetAsync(uri.MerchantBaseUrl, $"orders/{earlier.OrderId.Value}?h_contract={earlier.ContractHash}", cancellationToken);
            if (reply.Body.Flag("refunded") is false)
                return earlier;
            if (reply.IsSuccess)
                earlier.State = PurchaseState.Refunded;
            else if (reply.Status == HttpStatusCode.NotFound)
                _purchases = _purchases.Remove(earlier);
        }
        return null;
    }

    private async Task<WalletResult> ReplayAsync(Purchase paid, TalerPayUri uri, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["sig"] = paid.Signature, ["h_contract"] = paid.ContractHash, ["session_id"] = uri.SessionId?.Value ?? "" };
        var reply = await wire.PostAsync(uri.MerchantBaseUrl, PathOf(paid, "paid"), body, cancellationToken);
        if (!reply.IsSuccess)
            return WalletResult.Refused(paid.OrderId, reply);
        paid.Session = uri.SessionId;
        return WalletResult.Done("replayed", paid.OrderId);
    }

    private Purchase? Find(OrderId orderId) => _purchases.Find(purchase => purchase.OrderId == orderId);

    private async Task<WalletResult> InTurnAsync(Func<Task<WalletResult>> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string PathOf(Purchase purchase, string action) => $"orders/{purchase.OrderId.Value}/{action}";
}
