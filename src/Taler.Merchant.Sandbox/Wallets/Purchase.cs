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

    private readonly string _coin = RandomKey();
    private readonly bool _hasChoices;

    public Purchase(OrderId orderId, string nonce, JsonObject terms)
    {
        OrderId = orderId;
        Nonce = nonce;
        ContractHash = Contract.Hash(terms);
        Summary = terms.Text("summary");
        FulfillmentUrl = terms.Text("fulfillment_url");
        AutoRefund = terms.RelativeTime("auto_refund") ?? default;
        var firstChoice = terms.List("choices")?[0] as JsonObject;
        _hasChoices = firstChoice is not null;
        Price = terms.Text("amount") ?? firstChoice?.Text("amount") ?? "";
    }

    public OrderId OrderId { get; }

    public string Nonce { get; }

    public string ContractHash { get; }

    /// <summary>What it pays; where the contract leaves a choice, the first.</summary>
    public string Price { get; }

    public string? Summary { get; }

    public string? FulfillmentUrl { get; }

    public RelativeTime AutoRefund { get; }

    public PurchaseState State { get; set; } = PurchaseState.Claimed;

    /// <summary>The session of the last payment or replay.</summary>
    public SessionId? Session { get; set; }

    /// <summary>The merchant's confirmation of the payment, the proof that a replay needs.</summary>
    public string Signature { get; set; } = "";

    /// <summary>What pays the order, with the same coin at every try.</summary>
    public JsonObject PaymentFor(SessionId? session)
    {
        var payment = new JsonObject
        {
            ["coins"] = new JsonArray(new JsonObject { ["coin_pub"] = _coin, ["contribution"] = Price }),
            ["session_id"] = session?.Value ?? "",
        };
        if (_hasChoices)
            payment["wallet_data"] = new JsonObject { ["choice_index"] = 0 };
        return payment;
    }

    public static string RandomKey() => CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(KeyBytes));
}
