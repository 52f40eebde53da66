using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taler.Merchant.Sandbox.Hosting;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>A sandbox inside the test, on a real socket, with a clock that stands still.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    public const string Essay = "http://shop.example/essay";

    private readonly WebApplication _server;
    private readonly HttpClient _http;

    private SandboxHost(WebApplication server, Uri baseUrl, WatchedClock clock, LogProbe log)
    {
        Log = log;
        _server = server;
        BaseUrl = baseUrl;
        Clock = clock;
        Control = new SandboxControl(baseUrl);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = baseUrl };
    }

    public Uri BaseUrl { get; }

    public WatchedClock Clock { get; }

    public LogProbe Log { get; }

    public SandboxControl Control { get; }

    public static async Task<SandboxHost> StartAsync(Action<TalerSandboxOptions>? configure = null)
    {
        var options = new TalerSandboxOptions();
        configure?.Invoke(options);
        var clock = new WatchedClock();
        var log = new LogProbe();
        var address = ListenAddress.Loopback(0);
        var server = SandboxServer.Build(options, [address], clock, services => services.AddLogging(logging => logging.AddProvider(log)));
        await server.StartAsync();
        return new SandboxHost(server, SandboxServer.InstanceUrl(address), clock, log);
    }

    /// <summary>Sends what any client may send; paths are relative to the instance.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, JsonObject? body = null, string? accept = null, string? authorization = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await _http.SendAsync(request);
        return new Reply(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, JsonObject body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Reply> GetPageAsync(string path) => SendAsync(HttpMethod.Get, path, accept: "text/html,application/xhtml+xml,*/*;q=0.8");

    /// <summary>Sends what only the shop may send.</summary>
    public Task<Reply> ShopAsync(HttpMethod method, string path, JsonObject? body = null, string? ifNoneMatch = null) =>
        SendAsync(method, path, body, authorization: "Bearer secret-token:sandbox", ifNoneMatch: ifNoneMatch);

    public Task<Reply> ShopGetAsync(string path) => ShopAsync(HttpMethod.Get, path);

    public Task<Reply> StatusAsync(string orderId, string? session = null) =>
        ShopGetAsync(session is null ? $"private/orders/{orderId}" : $"private/orders/{orderId}?session_id={session}");

    /// <summary>Creates an order; the change edits the body before it is sent.</summary>
    public Task<Reply> TryCreateAsync(string? orderId = null, Action<JsonObject>? change = null)
    {
        var order = new JsonObject { ["amount"] = "KUDOS:10", ["summary"] = "An essay", ["fulfillment_url"] = Essay };
        if (orderId is not null)
            order["order_id"] = orderId;
        var body = new JsonObject { ["order"] = order };
        change?.Invoke(body);
        return ShopAsync(HttpMethod.Post, "private/orders", body);
    }

    public async Task<Created> CreateAsync(string orderId, Action<JsonObject>? change = null)
    {
        var reply = await TryCreateAsync(orderId, change);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return new Created((string)reply.Json["order_id"]!, (string?)reply.Json["token"]);
    }

    public async Task<string> PayUriAsync(string orderId, string? session = null) =>
        (string)(await StatusAsync(orderId, session)).Json["taler_pay_uri"]!;

    /// <summary>Creates an order and lets a wallet pay it.</summary>
    public async Task<Created> BuyAsync(string wallet, string orderId, string? session = null, Action<JsonObject>? change = null)
    {
        var created = await CreateAsync(orderId, change);
        var reply = await Control.PayAsync(wallet, await PayUriAsync(orderId, session));
        Assert.Equal(200, reply.Status);
        return created;
    }

    public Task<Reply> RefundAsync(string orderId, string total) =>
        ShopAsync(HttpMethod.Post, $"private/orders/{orderId}/refund", new JsonObject { ["refund"] = total, ["reason"] = "no longer wanted" });

    public async Task PickUpAsync(string wallet, string orderId) =>
        Assert.Equal("refunded", (await Control.PickUpRefundAsync(wallet, new TalerRefundUri(BaseUrl, OrderId.Parse(orderId)).Value)).Outcome);

    public async Task<string> ContractHashAsync(string orderId)
    {
        var url = (string)(await StatusAsync(orderId, "any")).Json["order_status_url"]!;
        return url.Split("h_contract=")[1].Split('&')[0];
    }

    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Control.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        Clock.Dispose();
        Log.Dispose();
    }
}

internal sealed record Created(string OrderId, string? Token);

internal sealed record Reply(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public int Code => (int)Json["code"]!;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
