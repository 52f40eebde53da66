using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>Opens pages, presses their buttons and keeps cookies.</summary>
internal sealed class Browser(SandboxHost sandbox) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _http;

    /// <summary>The wallet that the buttons of a page would use.</summary>
    public string? WalletName => CookiesFor("/sandbox/browser/pay").SingleOrDefault()?.Value;

    private HttpClient Http => _http ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies });

    public CookieCollection CookiesFor(string path) => _cookies.GetCookies(new Uri(sandbox.BaseUrl, path));

    public async Task<IHtmlDocument> OpenAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sandbox.BaseUrl, path));
        request.Headers.Add("Accept", "text/html");
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReadPageAsync(answer);
    }

    public async Task<HttpResponseMessage> PressAsync(IHtmlDocument page, string site = "same-origin", CancellationToken cancellationToken = default)
    {
        var form = page.Forms.Single();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.BaseUrl, form.GetAttribute("action")));
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Content = new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input").ToDictionary(input => input.Name!, input => input.Value));
        return await Http.SendAsync(request, cancellationToken);
    }

    /// <summary>Has an order created and pays for it.</summary>
    public async Task<Created> BuyAsync(string orderId, string session, string goods = SandboxHost.Essay)
    {
        var created = await sandbox.CreateAsync(orderId, body => body["order"]!["fulfillment_url"] = goods);
        using var answer = await PressAsync(await OpenAsync($"orders/{orderId}?token={created.Token}&session_id={session}"));
        Assert.True(answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.OK);
        return created;
    }

    public static async Task<IHtmlDocument> ReadPageAsync(HttpResponseMessage answer)
    {
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http?.Dispose();
}
