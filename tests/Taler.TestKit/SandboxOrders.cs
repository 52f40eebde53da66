using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Taler.TestKit;

/// <summary>The orders of a sandbox, as its merchant sees them.</summary>
public sealed class SandboxOrders : IDisposable
{
    /// <summary>The longest list that a backend gives.</summary>
    private const int Page = 1000;

    private readonly HttpClient _http;

    public SandboxOrders(Uri instance, string accessToken)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = instance };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
    }

    /// <summary>All orders, the oldest first.</summary>
    /// <param name="fulfillmentUrl">Only those that lead here.</param>
    /// <param name="after">Only those in later rows.</param>
    public async Task<IReadOnlyList<SandboxOrder>> ListAsync(string? fulfillmentUrl = null, long after = 0)
    {
        var orders = new List<SandboxOrder>();
        IReadOnlyList<SandboxOrder> page;
        do
        {
            page = await PageAsync(fulfillmentUrl, orders.Count > 0 ? orders[^1].Row : after);
            orders.AddRange(page);
        }
        while (page.Count == Page);
        return orders;
    }

    /// <summary>How an order stands for whoever holds it: <c>unpaid</c>, <c>claimed</c> or <c>paid</c>.</summary>
    public async Task<string> StatusAsync(string orderId) =>
        (string)(await _http.GetFromJsonAsync<JsonObject>($"private/orders/{orderId}"))!["order_status"]!;

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<SandboxOrder>> PageAsync(string? fulfillmentUrl, long after)
    {
        var filter = fulfillmentUrl is null ? "" : "&fulfillment_url=" + Uri.EscapeDataString(fulfillmentUrl);
        var answer = await _http.GetFromJsonAsync<JsonObject>(string.Create(CultureInfo.InvariantCulture, $"private/orders?limit={Page}&offset={after}{filter}"));
        return [.. answer!["orders"]!.AsArray().Select(order => new SandboxOrder(
            (long)order!["row_id"]!, (string)order["order_id"]!, (string)order["summary"]!, (string)order["amount"]!, (bool)order["paid"]!, (string)order["refund_amount"]!))];
    }
}

/// <summary>An order in the list of a merchant.</summary>
public sealed record SandboxOrder(long Row, string Id, string Summary, string Amount, bool Paid, string RefundAmount);
