using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Verdict;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>Buys with a wallet of the sandbox, where no money moves, to see what is sold.</summary>
internal sealed class SandboxBuyer(Uri sandbox, TimeSpan time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = sandbox, Timeout = time };

    /// <summary>Whether the address is that of a sandbox.</summary>
    public async Task<bool> IsSandboxAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/sandbox/requests", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json";
        }
        catch (Exception error) when (error is HttpRequestException || IsTimeUp(error, cancellationToken))
        {
            return false;
        }
    }

    /// <summary>Buys a target and gets it.</summary>
    /// <param name="target">What to buy.</param>
    /// <param name="asked">The answer to the plain request of a program, which names the order.</param>
    /// <param name="wire">The way to the application.</param>
    /// <param name="cancellationToken">Ends the purchase.</param>
    /// <returns>What a buyer gets; null where the answer names no order, or the wallet was refused or not answered in time.</returns>
    public async Task<Answer?> BuyAsync(AuditTarget target, Answer asked, IWire wire, CancellationToken cancellationToken)
    {
        if (PaymentProblem.Of(asked)?.PayUri is not { } payUri)
            return null;
        if (!await PayAsync(payUri, cancellationToken))
            return null;
        var cookies = asked.Headers.Where(header => header.Name == "set-cookie").Select(header => header.Value.Split(';')[0]);
        return await wire.SendAsync(
            new AuditCase("the request of a buyer", target.Method, target.Path + target.Query) { Headers = [new("Cookie", string.Join("; ", cookies))] },
            cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> PayAsync(string payUri, CancellationToken cancellationToken)
    {
        var wallet = "audit-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        try
        {
            using var paid = await _http.PostAsJsonAsync(new Uri($"/sandbox/wallets/{wallet}/pay", UriKind.Relative), new JsonObject { ["taler_pay_uri"] = payUri }, cancellationToken);
            return paid.IsSuccessStatusCode;
        }
        catch (Exception error) when (IsTimeUp(error, cancellationToken))
        {
            return false;
        }
    }

    private static bool IsTimeUp(Exception error, CancellationToken cancellationToken) => error is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
