using System.Net;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Clients;

/// <summary>A program with a wallet and without cookies. It sends the headers that it is told to, and no others.</summary>
internal sealed class Agent(Shop shop, SandboxControl sandbox) : IDisposable
{
    public const string Session = "Taler-Paywall-Session";
    public const string Key = "Idempotency-Key";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shop.BaseAddress };
    private readonly string _wallet = "wallet-" + Guid.NewGuid().ToString("N");

    /// <summary>A key that nobody else has.</summary>
    public static string NewKey() => Guid.NewGuid().ToString("N");

    public Task<HttpResponseMessage> AskAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return _http.SendAsync(request);
    }

    /// <summary>Pays what an answer asks for.</summary>
    public async Task PayAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.PaymentRequired, answer.StatusCode);
        Assert.Equal("paid", (await sandbox.PayAsync(_wallet, (await Problem.ReadAsync(answer)).TalerPayUri!)).Outcome);
    }

    /// <summary>The session that an answer brings in its header.</summary>
    public static (string Name, string Value) SessionOf(HttpResponseMessage answer) => (Session, Assert.Single(answer.Headers.GetValues(Session)));

    public void Dispose() => _http.Dispose();
}
