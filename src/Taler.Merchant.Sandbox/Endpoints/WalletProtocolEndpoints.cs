using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Webhooks;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary>What wallets do with orders: claim, pay, prove a payment, fetch a refund, abort.</summary>
internal sealed class WalletProtocolEndpoints(OrderBook book, Instance instance, WebhookSender webhooks)
{
    /// <summary>Signs our replies. It lives as long as the orders do.</summary>
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(64);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On(HttpMethods.Post, "orders/{orderId}/claim", ClaimAsync);
        routes.On(HttpMethods.Post, "orders/{orderId}/pay", PayAsync);
        routes.On(HttpMethods.Post, "orders/{orderId}/paid", PaidAsync);
        routes.On(HttpMethods.Post, "orders/{orderId}/refund", RefundAsync);
        routes.On(HttpMethods.Post, "orders/{orderId}/abort", AbortAsync);
    }

    private async Task<Answer> ClaimAsync(HttpContext context)
    {
        var orderId = context.Request.OrderId(Refusal.ClaimUnknown);
        var body = await context.Request.ReadJsonAsync();
        var nonce = body.RequiredText("nonce");
        var token = body.Text("token");
        var (order, _) = Happen(
            orderId,
            current => OrderEvents.Claim(current, nonce, token, () => HashOf(current, nonce), instance.Now),
            Refusal.ClaimUnknown);
        return Answer.Json(200, new JsonObject
        {
            ["contract_terms"] = Contract.Claimed(order.Proposal, nonce, instance.Options.MerchantLogo),
            ["sig"] = Sign("contract", order),
        });
    }

    private async Task<Answer> PayAsync(HttpContext context)
    {
        var orderId = context.Request.OrderId();
        var body = await context.Request.ReadJsonAsync();
        var session = body.Session();
        var coins = body.List("coins") ?? throw new RefusedException(Refusal.ParameterMissing, "coins");
        var contributed = coins.Aggregate(Amount.Zero(instance.Currency), (sum, coin) => sum + ContributionOf(coin));
        var coinsHash = CrockfordBase32.Encode(SHA256.HashData(CanonicalJson.Write(coins)));
        var choice = (body["wallet_data"] as JsonObject)?.Number("choice_index") ?? 0;
        var (order, changed) = Happen(orderId, current => OrderEvents.Pay(current, session, coinsHash, contributed, choice, instance.Now));
        if (changed)
            webhooks.Paid(order);
        return Answer.Json(200, new JsonObject { ["sig"] = Sign("payment", order) });
    }

    private async Task<Answer> PaidAsync(HttpContext context)
    {
        var orderId = context.Request.OrderId();
        var body = await context.Request.ReadJsonAsync();
        var (signature, hash, session) = (body.RequiredText("sig"), body.RequiredText("h_contract"), body.Session());
        var (order, _) = Happen(orderId, current =>
        {
            var step = OrderEvents.Replay(current, session, hash);
            return step.Refusal is null && signature != Sign("payment", current) ? new(current, Refusal.PaidSignatureWrong) : step;
        });
        return Answer.Json(200, new JsonObject { ["refunded"] = order.IsRefunded });
    }

    private async Task<Answer> RefundAsync(HttpContext context)
    {
        var orderId = context.Request.OrderId();
        var body = await context.Request.ReadJsonAsync();
        var hash = body.RequiredText("h_contract");
        var (order, _) = Happen(orderId, current => OrderEvents.PickUpRefund(current, hash));
        var refunds = new JsonArray();
        foreach (var refund in order.Refunds)
        {
            refunds.Add((JsonNode)new JsonObject
            {
                ["type"] = "success",
                ["exchange_status"] = 200,
                ["refund_amount"] = refund.Amount.ToString(),
                ["execution_time"] = TalerTime.ToJson(refund.Time),
            });
        }
        return Answer.Json(200, new JsonObject
        {
            ["refund_amount"] = order.RefundGranted.ToString(),
            ["refunds"] = refunds,
            ["merchant_pub"] = new string('0', 52),
        });
    }

    private async Task<Answer> AbortAsync(HttpContext context)
    {
        var orderId = context.Request.OrderId();
        var body = await context.Request.ReadJsonAsync();
        var hash = body.RequiredText("h_contract");
        Happen(orderId, current => OrderEvents.Abort(current, hash));
        return Answer.Json(200, new JsonObject { ["refunds"] = new JsonArray() });
    }

    private (Order Order, bool Changed) Happen(OrderId orderId, Func<Order, Step> happen, Refusal? unknown = null)
    {
        if (book.Apply(orderId, happen) is not var (step, changed))
            throw new RefusedException(unknown ?? Refusal.OrderUnknown, orderId.Value);
        return step.Refusal is { } refusal ? throw new RefusedException(refusal, orderId.Value) : (step.Order, changed);
    }

    private string HashOf(Order order, string nonce) =>
        Contract.Hash(Contract.Claimed(order.Proposal, nonce, instance.Options.MerchantLogo));

    private string Sign(string purpose, Order order) =>
        CrockfordBase32.Encode(HMACSHA512.HashData(_key, Encoding.UTF8.GetBytes($"{purpose} {order.Id.Value} {order.Claim!.ContractHash}")));

    private Amount ContributionOf(JsonNode? coin)
    {
        var amount = (coin as JsonObject)?.Amount("contribution") ?? throw new RefusedException(Refusal.ParameterMissing, "contribution");
        return amount.Currency == instance.Currency ? amount : throw new RefusedException(Refusal.ParameterMalformed, "contribution");
    }
}
