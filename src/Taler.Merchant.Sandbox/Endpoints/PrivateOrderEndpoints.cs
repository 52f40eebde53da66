using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Tokens;
using Taler.Merchant.Sandbox.Webhooks;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary><c>private/orders</c>: what a shop does with its orders.</summary>
internal sealed class PrivateOrderEndpoints(OrderBook book, Instance instance, AccessTokens tokens, LongPoll longPoll, WebhookSender webhooks)
{
    private const int ClaimTokenBytes = 16;
    private const int ETagBytes = 16;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On(HttpMethods.Post, "private/orders", CreateAsync);
        routes.Get("private/orders", ListAsync);
        routes.Get("private/orders/{orderId}", StatusAsync);
        routes.On(HttpMethods.Delete, "private/orders/{orderId}", Delete);
        routes.On(HttpMethods.Post, "private/orders/{orderId}/refund", RefundAsync);
    }

    private async Task<Answer> CreateAsync(HttpContext context)
    {
        tokens.Require(context.Request, Permission.OrdersWrite);
        var body = await context.Request.ReadJsonAsync();
        var content = body["order"] as JsonObject ?? throw new RefusedException(Refusal.ParameterMissing, "order");
        var orderId = ProposalReader.ReadOrderId(content) ?? ProposalReader.MakeOrderId(instance.Clock.GetUtcNow());
        var fingerprint = Convert.ToHexString(SHA256.HashData(CanonicalJson.Write(body)));

        // A repetition is recognised before deadlines are judged: it must succeed even when they have passed since.
        var order = book.Find(orderId);
        if (order is null)
        {
            var proposal = ProposalReader.Read(body, content, orderId, instance, instance.BaseUrl(context.Request));
            var token = body.Flag("create_token") ?? true ? CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(ClaimTokenBytes)) : null;
            var session = body.Session();
            var isNew = false;
            order = book.GetOrAdd(orderId, row =>
            {
                isNew = true;
                return new Order
                {
                    Row = row,
                    Proposal = proposal,
                    ClaimToken = token is null ? null : ClaimToken.Parse(token),
                    ForSession = session,
                    Fingerprint = fingerprint,
                };
            });
            if (isNew)
                webhooks.OrderCreated(order);
        }
        if (order.Fingerprint != fingerprint)
            return Answer.Refused(Refusal.OrderExists, orderId.Value);
        var reply = new JsonObject { ["order_id"] = order.Id.Value, ["pay_deadline"] = TalerTime.ToJson(order.Proposal.PayDeadline) };
        if (order.ClaimToken is not null)
            reply["token"] = order.ClaimToken.Value;
        return Answer.Json(200, reply);
    }

    private async Task<Answer> ListAsync(HttpContext context)
    {
        tokens.Require(context.Request, Permission.OrdersRead);
        var filter = OrderFilter.Read(context.Request);
        var found = filter.NewestFirst
            ? filter.Apply(book.All())
            : await longPoll.AskAsync(context.Request, () => filter.Apply(book.All()), orders => orders.Count > 0);
        var entries = new JsonArray();
        foreach (var order in found)
            entries.Add((JsonNode)PrivateOrderJson.Entry(order, instance.Now));
        return Answer.Json(200, new JsonObject { ["orders"] = entries });
    }

    private async Task<Answer> StatusAsync(HttpContext context)
    {
        var request = context.Request;
        tokens.Require(request, Permission.OrdersRead);
        var orderId = request.OrderId();
        var session = request.QuerySession();
        var knownTag = request.QueryText("lp_not_etag")?.Trim('"');
        var (answer, tag, _) = await longPoll.AskAsync(
            request,
            () => Describe(request, orderId, session),
            asked => knownTag is null ? asked.IsPaid : asked.Tag != knownTag);
        if (tag is null)
            return answer;
        var sameAsKnown = request.Headers.IfNoneMatch.Any(value => value is not null && value.Trim('"') == tag);
        return (sameAsKnown ? Answer.Empty(StatusCodes.Status304NotModified) : answer).With("ETag", $"\"{tag}\"");
    }

    private (Answer Answer, string? Tag, bool IsPaid) Describe(HttpRequest request, OrderId orderId, SessionId? session)
    {
        if (book.Find(orderId) is not { } order)
            return (Answer.Refused(Refusal.OrderUnknown, orderId.Value), null, true);
        var status = PrivateStatusTable.Decide(order, session);
        var alreadyPaid = book.FindAlreadyPaid(order, session, request.QueryYes("allow_refunded_for_repurchase"));
        var answer = Answer.Json(200, PrivateOrderJson.Status(order, status, session, alreadyPaid, instance.BaseUrl(request), instance.Options.MerchantLogo));
        return (answer, CrockfordBase32.Encode(SHA256.HashData(answer.Content).AsSpan(0, ETagBytes)), status == PrivateStatus.Paid);
    }

    private Answer Delete(HttpContext context)
    {
        tokens.Require(context.Request, Permission.OrdersDelete);
        var orderId = context.Request.OrderId();
        var force = context.Request.QueryYes("force");
        return book.Delete(orderId, order => OrderEvents.RefuseDeletion(order, force, instance.Now)) is { } refusal
            ? Answer.Refused(refusal, orderId.Value)
            : Answer.Empty(StatusCodes.Status204NoContent);
    }

    private async Task<Answer> RefundAsync(HttpContext context)
    {
        tokens.Require(context.Request, Permission.OrdersRefund);
        var orderId = context.Request.OrderId();
        var body = await context.Request.ReadJsonAsync();
        var total = body.Amount("refund") ?? throw new RefusedException(Refusal.ParameterMissing, "refund");
        var reason = body.RequiredText("reason");
        if (book.Apply(orderId, order => OrderEvents.GrantRefund(order, total, reason, instance.Now)) is not var (step, changed))
            return Answer.Refused(Refusal.OrderUnknown, orderId.Value);
        if (step.Refusal is { } refusal)
            return Answer.Refused(refusal, orderId.Value);
        if (changed)
            webhooks.Refunded(step.Order, total, reason);
        return Answer.Json(200, new JsonObject
        {
            ["taler_refund_uri"] = OrderUrls.RefundUri(step.Order, instance.BaseUrl(context.Request)),
            ["h_contract"] = step.Order.Claim!.ContractHash,
        });
    }
}
