using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>Buys with a wallet of the sandbox, where no money moves, to see what is sold.</summary>
internal sealed class SandboxBuyer(Uri sandbox) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = sandbox };

    /// <summary>Whether the address is that of a sandbox.</summary>
    public async Task<bool> IsSandboxAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/sandbox/requests", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Buys a target and gets it.</summary>
    /// <param name="target">What to buy.</param>
    /// <param name="asked">The answer to the plain request of a program, which names the order.</param>
    /// <param name="wire">The way to the application.</param>
    /// <param name="cancellationToken">Ends the purchase.</param>
    /// <returns>What a buyer gets; null where the answer names no order or the wallet was refused.</returns>
    public async Task<Answer?> BuyAsync(AuditTarget target, Answer asked, IWire wire, CancellationToken cancellationToken)
    {
        if (PayUri(asked) is not { } payUri)
            return null;
        var wallet = "audit-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        using var paid = await _http.PostAsJsonAsync(new Uri($"/sandbox/wallets/{wallet}/pay", UriKind.Relative), new JsonObject { ["taler_pay_uri"] = payUri }, cancellationToken);
        if (!paid.IsSuccessStatusCode)
            return null;
        var cookies = asked.Headers.Where(header => header.Name == "set-cookie").Select(header => header.Value.Split(';')[0]);
        return await wire.SendAsync(
            new AuditCase("the request of a buyer", target.Method, target.Path + target.Query) { Headers = [new("Cookie", string.Join("; ", cookies))] },
            cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static string? PayUri(Answer answer)
    {
        try
        {
            return answer.Status == 402 ? (string?)JsonNode.Parse(answer.Body)?["taler_pay_uri"] : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
