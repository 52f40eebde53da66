using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Trouble;
using Taler.Merchant.Sandbox.Wallets;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary><c>/sandbox/…</c>: what no real backend has: wallets, trouble on order, the list of requests.</summary>
internal sealed class SandboxEndpoints(WalletShelf wallets, FaultQueue faults, RequestLog requests)
{
    private const string Faults = "/sandbox/faults";
    private const string Requests = "/sandbox/requests";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On(HttpMethods.Post, "/sandbox/wallets/{wallet}/claim", async context =>
            (await wallets.ClaimAsync(NameOf(context), await ReadUriAsync(context, "taler_pay_uri"), context.Request)).ToAnswer());
        routes.On(HttpMethods.Post, "/sandbox/wallets/{wallet}/pay", async context =>
            (await wallets.PayAsync(NameOf(context), await ReadUriAsync(context, "taler_pay_uri"), context.Request)).ToAnswer());
        routes.On(HttpMethods.Post, "/sandbox/wallets/{wallet}/refund", async context =>
            (await wallets.RefundAsync(NameOf(context), await ReadUriAsync(context, "taler_refund_uri"), context.Request)).ToAnswer());
        routes.On(HttpMethods.Put, Faults, AddFaultAsync);
        routes.Get(Faults, ListFaults);
        routes.On(HttpMethods.Delete, Faults, _ => Cleared(faults.Clear));
        routes.Get(Requests, _ => Answer.Json(200, new JsonObject { ["requests"] = requests.ToJson() }));
        routes.On(HttpMethods.Delete, Requests, _ => Cleared(requests.Clear));
    }

    private async Task<Answer> AddFaultAsync(HttpContext context)
    {
        return faults.Add(Fault.Read(await context.Request.ReadJsonAsync())) is { } refusal
            ? Answer.Refused(refusal)
            : Answer.Empty(StatusCodes.Status204NoContent);
    }

    private Answer ListFaults(HttpContext context)
    {
        var list = new JsonArray();
        foreach (var fault in faults.All())
            list.Add((JsonNode)fault.ToJson());
        return Answer.Json(200, new JsonObject { ["faults"] = list });
    }

    private static Answer Cleared(Action clear)
    {
        clear();
        return Answer.Empty(StatusCodes.Status204NoContent);
    }

    private static string NameOf(HttpContext context) => context.Request.RouteText("wallet");

    private static async Task<string> ReadUriAsync(HttpContext context, string member) =>
        (await context.Request.ReadJsonAsync()).RequiredText(member);
}
