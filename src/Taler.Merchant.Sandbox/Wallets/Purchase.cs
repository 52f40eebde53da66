using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Wallets;

internal enum PurchaseState
{
    Claimed,
    Paid,
    Refunded,
}

/// <summary>What a wallet remembers of an order it claimed.</summary>
internal sealed class Purchase
{
    private const int KeyBytes = 32;

    public Purchase(OrderId orderId, string nonce, JsonObject terms)
    {
        OrderId = orderId;
        Nonce = nonce;
        ContractHash = Contract.Hash(terms);
        FulfillmentUrl = terms.Text("fulfillment_url");
        AutoRefund = terms.RelativeTime("auto_refund") ?? default;
        var price = terms.Text("amount") ?? (terms.List("choices")?[0] as JsonObject)?.Text("amount") ?? "";
        Coin = new JsonObject { ["coin_pub"] = RandomKey(), ["contribution"] = price };
    }

    public OrderId OrderId { get; }

    public string Nonce { get; }

    public string ContractHash { get; }

    public string? FulfillmentUrl { get; }

    public RelativeTime AutoRefund { get; }

    /// <summary>The one coin that pays; the same one at every try.</summary>
    public JsonObject Coin { get; }

    public PurchaseState State { get; set; } = PurchaseState.Claimed;

    /// <summary>The session of the last payment or replay.</summary>
    public SessionId? Session { get; set; }

    /// <summary>The merchant's confirmation of the payment, the proof that a replay needs.</summary>
    public string Signature { get; set; } = "";

    public static string RandomKey() => CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(KeyBytes));
}
