using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Taler.Merchant;
using Taler.Merchant.Sandbox.Orders;

namespace Taler.Paywall.ModelTests.World;

/// <summary>What a node hears of the backend. It makes the trouble that waits, and notes every word that came through.</summary>
internal sealed class NodeWire(int node, Backend backend, Troubles troubles, Ledger ledger, ModelClock clock) : HttpMessageHandler
{
    private const string Orders = "private/orders";
    private const string Refund = "/refund";

    /// <summary>How long a try of the client may take: half of what a call has by default.</summary>
    public static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(2.5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath[backend.BaseUrl.AbsolutePath.Length..];
        if (!path.StartsWith(Orders, StringComparison.Ordinal))
            return await backend.Wire.SendAsync(request, cancellationToken);
        var (order, session) = await ReadAsync(request, path);
        if (path.EndsWith(Refund, StringComparison.Ordinal))
            return await RefundAsync(request, order!, cancellationToken);
        var trace = Trace.Current;
        var harm = troubles.Take(node, request.Method);
        try
        {
            var response = await AnswerAsync(request, harm, cancellationToken);
            var call = harm is null ? Hear(request.Method, order, session) : new Call(order, session, Word.Trouble);
            ledger.Hear(node, call);
            trace?.Add(call);
            return response;
        }
        catch
        {
            var call = new Call(order, session, Word.Trouble);
            ledger.Hear(node, call);
            trace?.Add(call);
            throw;
        }
    }

    /// <summary>Whatever becomes of a refund, the node that asked for it must not trust its memory of the order.</summary>
    private async Task<HttpResponseMessage> RefundAsync(HttpRequestMessage request, OrderId order, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(request, troubles.Take(node, request.Method), cancellationToken);
        }
        finally
        {
            ledger.ForgetConfirmed(node, order);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, Harm? harm, CancellationToken cancellationToken)
    {
        if (harm is null or Harm.LostAfter or Harm.Truncated)
        {
            var response = await backend.Wire.SendAsync(request, cancellationToken);
            if (harm is null)
            {
                response.Headers.Date = clock.GetUtcNow();
                return response;
            }
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return harm is Harm.Truncated ? Reply(HttpStatusCode.OK, body[..(body.Length / 2)], "application/json") : throw Broken();
        }
        if (harm is Harm.Silence)
        {
            while (!cancellationToken.IsCancellationRequested)
                clock.Advance(TryLimit);
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        }
        return harm switch
        {
            Harm.Failure => Reply(HttpStatusCode.InternalServerError, """{"code":50,"hint":"The database is away."}""", "application/json"),
            Harm.Html => Reply(HttpStatusCode.OK, "<!doctype html><title>Welcome</title>", "text/html"),
            Harm.Nonsense => Reply(HttpStatusCode.OK, """{"order_id":7,"order_status":["paid"],"refunded":"no"}""", "application/json"),
            Harm.NoInstance => Reply(HttpStatusCode.NotFound, """{"code":2000,"hint":"There is no such instance."}""", "application/json"),
            Harm.Unauthorized => Reply(HttpStatusCode.Unauthorized, """{"code":40,"hint":"No."}""", "application/json"),
            _ => throw Broken(),
        };
    }

    private Call Hear(HttpMethod method, OrderId? orderId, SessionId? session)
    {
        if (method == HttpMethod.Post)
            return new Call(orderId, session, Word.Created);
        if (orderId is null || backend.Book.Find(orderId) is not { } order)
            return new Call(orderId, session, Word.Missing);
        var word = PrivateStatusTable.Decide(order, session) switch
        {
            PrivateStatus.Unpaid => Word.Unpaid,
            PrivateStatus.Claimed => Word.Claimed,
            PrivateStatus.Paid => order.IsRefunded ? Word.Refunded : Word.Paid,
        };
        return new Call(
            orderId,
            session,
            word,
            AlreadyPaid: word is Word.Unpaid && backend.Book.FindAlreadyPaid(order, session, allowRefunded: false) is not null,
            IsExpired: word is Word.Unpaid && order.Proposal.PayDeadline.ToDateTimeOffset() <= clock.GetUtcNow());
    }

    private static async Task<(OrderId? Order, SessionId? Session)> ReadAsync(HttpRequestMessage request, string path)
    {
        var inPath = path.Length > Orders.Length ? path[(Orders.Length + 1)..].Split('/')[0] : null;
        if (inPath is null && request.Content is not null)
            inPath = (string?)JsonNode.Parse(await request.Content.ReadAsByteArrayAsync())?["order"]?["order_id"];
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        return (
            OrderId.TryParse(inPath, out var order) ? order : null,
            SessionId.TryParse(query.TryGetValue("session_id", out var value) ? (string?)value : null, out var session) ? session : null);
    }

    private static HttpRequestException Broken() => new(HttpRequestError.ResponseEnded, "The connection was closed.");

    private static HttpResponseMessage Reply(HttpStatusCode status, string body, string type) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)) };
}
