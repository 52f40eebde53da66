using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary><c>GET sessions/{id}</c>: whether a session has paid for a fulfillment URL.</summary>
internal sealed class SessionEndpoints(OrderBook book, LongPoll longPoll)
{
    public void Map(IEndpointRouteBuilder routes) => routes.Get("sessions/{sessionId}", StatusAsync);

    private async Task<Answer> StatusAsync(HttpContext context)
    {
        if (!SessionId.TryParse(context.Request.RouteText("sessionId"), out var session))
            throw new RefusedException(Refusal.ParameterMalformed, "session_id");
        var url = context.Request.QueryText("fulfillment_url") ?? throw new RefusedException(Refusal.ParameterMissing, "fulfillment_url");
        return await longPoll.AskAsync(context.Request, () => Describe(session, url), answer => answer.Status == StatusCodes.Status200OK);
    }

    private Answer Describe(SessionId session, string url)
    {
        var orders = book.All()
            .Where(order => order.Proposal.FulfillmentUrl == url && (order.ForSession == session || order.Payment?.Session == session))
            .ToList();
        if (orders.LastOrDefault(order => order.Payment?.Session == session) is { } paid)
            return Answer.Json(StatusCodes.Status200OK, new JsonObject { ["order_id"] = paid.Id.Value });
        return orders.Count == 0
            ? Answer.Refused(Refusal.SessionUnknown)
            : Answer.Json(StatusCodes.Status202Accepted, new JsonObject { ["order_id"] = orders[^1].Id.Value });
    }
}
