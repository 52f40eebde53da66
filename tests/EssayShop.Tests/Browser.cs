using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace EssayShop.Tests;

/// <summary>
/// A browser without JavaScript. It keeps cookies apart by host and port, tells where it comes from, follows redirects, and presses buttons.
/// </summary>
public sealed class Browser : IDisposable
{
    private const int MaxRedirects = 8;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Dictionary<string, CookieContainer> _cookies = new(StringComparer.Ordinal);

    private Uri? _cameFrom;

    /// <summary>What is on the screen.</summary>
    public Page Page { get; private set; } = null!;

    /// <summary>Opens an address that somebody typed.</summary>
    public Task<Page> OpenAsync(Uri url) => GoAsync(HttpMethod.Get, url, form: null, from: null);

    /// <summary>Follows the link with this text.</summary>
    public Task<Page> FollowAsync(string text) => GoAsync(HttpMethod.Get, Page.Link(text), form: null, Page.Url);

    /// <summary>Asks for the page again. Browsers then repeat where they came from at first.</summary>
    public Task<Page> ReloadAsync() => GoAsync(HttpMethod.Get, Page.Url, form: null, _cameFrom);

    /// <summary>Does what a page asks a browser without JavaScript to do after some seconds.</summary>
    public Task<Page> WaitForRefreshAsync()
    {
        Assert.NotNull(Page.Document.QuerySelector("noscript > meta[http-equiv=refresh]"));
        return GoAsync(HttpMethod.Get, Page.Url, form: null, Page.Url);
    }

    /// <summary>Presses the button with this text and goes wherever that leads.</summary>
    public Task<Page> PressAsync(string text)
    {
        var button = Page.Button(text);
        var form = (IHtmlFormElement)button.Closest("form")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Select(input => KeyValuePair.Create(input.Name!, input.Value));
        var target = new Uri(Page.Url, form.GetAttribute("action") ?? "");
        Assert.Equal("post", form.Method);
        return GoAsync(HttpMethod.Post, target, [.. fields], Page.Url);
    }

    /// <summary>Fetches what a page shows, without leaving the page.</summary>
    public async Task<HttpResponseMessage> LoadAsync(string relativeUrl, string kind = "image")
    {
        var url = new Uri(Page.Url, relativeUrl);
        using var request = Request(HttpMethod.Get, url, Page.Url, SiteOf(Page.Url, url));
        request.Headers.TryAddWithoutValidation("Accept", kind == "image" ? "image/avif,image/webp,image/svg+xml,image/*;q=0.8,*/*;q=0.5" : "text/css,*/*;q=0.1");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "no-cors");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", kind);
        return await SendAsync(request);
    }

    public string? Cookie(Uri site, string name) => Jar(site).GetCookies(site)[name]?.Value;

    /// <summary>Deletes all cookies of one site.</summary>
    public void Forget(Uri site) => _cookies.Remove(site.Authority);

    /// <summary>A site moved to another port, and its cookies go with it.</summary>
    public void Move(Uri site, Uri to)
    {
        _cookies.Remove(site.Authority, out var jar);
        _cookies.Add(to.Authority, jar!);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Page> GoAsync(HttpMethod method, Uri url, IReadOnlyList<KeyValuePair<string, string>>? form, Uri? from)
    {
        var site = "none";
        _cameFrom = from;
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            site = Worse(site, SiteOf(from, url));
            using var request = Request(method, url, from, site);
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", "document");
            request.Content = form is null ? null : new FormUrlEncodedContent(form);
            using var response = await SendAsync(request);
            if (response.Headers.Location is not { } location)
                return Page = await Page.ReadAsync(url, response);

            Assert.True(response.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther, $"{url} answers {response.StatusCode}");
            (method, url, form) = (HttpMethod.Get, new Uri(url, location), null);
        }
        throw new InvalidOperationException($"{url} leads round and round.");
    }

    /// <summary>A request with what every browser says: cookies, and by the usual referrer policy where it comes from.</summary>
    private HttpRequestMessage Request(HttpMethod method, Uri url, Uri? from, string site)
    {
        var request = new HttpRequestMessage(method, url);
        if (from is not null)
            request.Headers.Referrer = from.Authority == url.Authority ? from : new Uri(from.GetLeftPart(UriPartial.Authority));
        if (from is not null && method == HttpMethod.Post)
            request.Headers.Add("Origin", from.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", site);
        if (Jar(url).GetCookieHeader(url) is { Length: > 0 } cookies)
            request.Headers.Add("Cookie", cookies);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
                Jar(request.RequestUri!).SetCookies(request.RequestUri!, cookie);
        }
        return response;
    }

    private CookieContainer Jar(Uri url)
    {
        if (!_cookies.TryGetValue(url.Authority, out var jar))
            _cookies.Add(url.Authority, jar = new CookieContainer());
        return jar;
    }

    /// <summary>Fetch metadata counts ports of one host as the same site.</summary>
    private static string SiteOf(Uri? from, Uri to) => from switch
    {
        null => "none",
        _ when from.Authority == to.Authority => "same-origin",
        _ when from.Host == to.Host => "same-site",
        _ => "cross-site",
    };

    /// <summary>A chain of redirects is as foreign as its most foreign link.</summary>
    private static string Worse(string one, string other)
    {
        string[] order = ["none", "same-origin", "same-site", "cross-site"];
        return order[Math.Max(Array.IndexOf(order, one), Array.IndexOf(order, other))];
    }
}
