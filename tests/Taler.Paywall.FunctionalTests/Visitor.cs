using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A person with a browser and a wallet.</summary>
public sealed class Visitor(Shop shop, SandboxControl sandbox, string? wallet = null) : IDisposable
{
    private static readonly HttpClient Backend = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public string Wallet { get; } = wallet ?? "wallet-" + Guid.NewGuid().ToString("N");

    public Browser Browser { get; private set; } = new(shop.BaseAddress);

    /// <summary>Opens a page, is sent to the payment page, and pays there.</summary>
    public async Task<WalletReply> BuyAsync(string path)
    {
        using var response = await Browser.OpenAsync(path);
        return await sandbox.PayAsync(Wallet, await PayUriAsync(response));
    }

    /// <summary>The pay URI behind the payment page that a response leads to.</summary>
    public static async Task<string> PayUriAsync(HttpResponseMessage redirect)
    {
        Assert.True(redirect.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther, $"Not led to a payment page, but {redirect.StatusCode}.");
        using var request = new HttpRequestMessage(HttpMethod.Get, redirect.Headers.Location);
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await Backend.SendAsync(request);
        Assert.Equal(HttpStatusCode.PaymentRequired, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["taler_pay_uri"]!;
    }

    /// <summary>Opens a page and expects to read it.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var response = await Browser.OpenAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Opens a page and expects this status.</summary>
    public async Task ExpectAsync(HttpStatusCode status, string path)
    {
        using var response = await Browser.OpenAsync(path);
        Assert.Equal(status, response.StatusCode);
    }

    /// <summary>The same person and wallet with another, empty browser.</summary>
    public Visitor OnAnotherDevice() => new(shop, sandbox, Wallet);

    public void Dispose() => Browser.Dispose();
}
