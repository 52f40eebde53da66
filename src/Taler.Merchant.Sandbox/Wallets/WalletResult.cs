using System.Text.Json.Nodes;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Wallets;

/// <summary>What a wallet did.</summary>
/// <param name="Status">200, or the status of the merchant's refusal.</param>
/// <param name="Outcome"><c>claimed</c>, <c>paid</c>, <c>replayed</c>, <c>refunded</c> or <c>refused</c>.</param>
/// <param name="OrderId">The order that the outcome is about; for <c>replayed</c> the one that was paid earlier.</param>
/// <param name="Error">The merchant's error body.</param>
/// <param name="Contract">What was claimed, for the wallet's owner to decide about.</param>
internal sealed record WalletResult(int Status, string Outcome, OrderId OrderId, JsonObject? Error, Purchase? Contract = null)
{
    public bool IsDone => Error is null;

    public static WalletResult Done(string outcome, OrderId orderId) => new(200, outcome, orderId, Error: null);

    public static WalletResult Claimed(Purchase purchase) => Done("claimed", purchase.OrderId) with { Contract = purchase };

    public static WalletResult Refused(OrderId orderId, Reply reply) => new((int)reply.Status, "refused", orderId, reply.Body);

    public Answer ToAnswer()
    {
        var json = Error?.DeepClone().AsObject() ?? [];
        json["outcome"] = Outcome;
        json["order_id"] = OrderId.Value;
        if (Contract is not null)
        {
            json["amount"] = Contract.Price;
            json["summary"] = Contract.Summary;
            json["fulfillment_url"] = Contract.FulfillmentUrl;
        }
        return Answer.Json(Status, json);
    }
}
