using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Wallets;

/// <summary>How a wallet talks to the merchant: over HTTP, always to this sandbox, trying again when the merchant has trouble.</summary>
internal sealed class MerchantWire : IDisposable
{
    private const int MaxTries = 5;

    private readonly HttpClient _http;

    /// <param name="local">Base URL of the instance on this machine, whatever name buyers know it by.</param>
    public MerchantWire(Uri local)
        : this(local, new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
    }

    /// <param name="local">Base URL of the instance.</param>
    /// <param name="handler">What carries the requests there; disposed with the wire.</param>
    public MerchantWire(Uri local, HttpMessageHandler handler) =>
        _http = new HttpClient(handler) { BaseAddress = local, Timeout = Timeout.InfiniteTimeSpan };

    public Uri Local => _http.BaseAddress!;

    public Task<Reply> PostAsync(Uri merchant, string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(merchant, HttpMethod.Post, path, body, cancellationToken);

    public Task<Reply> GetAsync(Uri merchant, string path, CancellationToken cancellationToken) =>
        SendAsync(merchant, HttpMethod.Get, path, body: null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(Uri merchant, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var reply = Reply.None;
        for (var tries = 0; tries < MaxTries && reply.IsTrouble; tries++)
            reply = await TryAsync(merchant, method, path, body, cancellationToken);
        return reply;
    }

    private async Task<Reply> TryAsync(Uri merchant, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Host = merchant.Authority;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new Reply(response.StatusCode, JsonNode.Parse(content) as JsonObject ?? []);
        }
        catch (HttpRequestException)
        {
            return Reply.None;
        }
        catch (JsonException)
        {
            return Reply.None;
        }
    }
}

/// <summary>What the merchant said.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonObject Body)
{
    /// <summary>It said nothing that can be understood.</summary>
    public static readonly Reply None = new(HttpStatusCode.BadGateway, new JsonObject { ["code"] = 0, ["hint"] = "The merchant did not answer." });

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsTrouble => (int)Status >= 500;
}
