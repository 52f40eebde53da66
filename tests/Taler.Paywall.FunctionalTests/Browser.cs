using System.Net;
using System.Net.Http.Headers;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A browser with cookies. It opens pages as browsers do, but follows redirects only when told to.</summary>
public sealed class Browser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Browser(Uri shop)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = shop };
    }

    /// <summary>What the shop keeps in this browser.</summary>
    public string? PaywallCookie => _cookies.GetCookies(_http.BaseAddress!)[".Taler.Paywall"]?.Value;

    /// <summary>A browser with the same cookies, as someone who copied them.</summary>
    public Browser Copy()
    {
        var copy = new Browser(_http.BaseAddress!);
        foreach (Cookie cookie in _cookies.GetCookies(_http.BaseAddress!))
            copy._cookies.Add(_http.BaseAddress!, new Cookie(cookie.Name, cookie.Value));
        return copy;
    }

    public void DeleteCookies()
    {
        foreach (Cookie cookie in _cookies.GetCookies(_http.BaseAddress!))
            cookie.Expired = true;
    }

    public void SetPaywallCookie(string value) => _cookies.Add(_http.BaseAddress!, new Cookie(".Taler.Paywall", value, "/"));

    /// <summary>Opens a page as a person does.</summary>
    public Task<HttpResponseMessage> OpenAsync(string url, string? referer = null) =>
        SendAsync(HttpMethod.Get, url, request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", "document");
            if (referer is not null)
                request.Headers.Referrer = new Uri(referer);
        });

    /// <summary>Opens a page and goes wherever it is sent, within the shop.</summary>
    public async Task<HttpResponseMessage> OpenAndFollowAsync(string url)
    {
        var response = await OpenAsync(url);
        for (var hop = 0; hop < 5 && Leads(response) is { } next && next.Authority == _http.BaseAddress!.Authority; hop++)
            response = await OpenAsync(next.PathAndQuery);
        return response;
    }

    /// <summary>Asks as a program does.</summary>
    public Task<HttpResponseMessage> FetchAsync(string url, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, url, request => request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json")), cancellationToken);

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string url, Action<HttpRequestMessage>? change = null, CancellationToken cancellationToken = default)
    {
        // Joined as text: a path that begins with two slashes is not the name of a host.
        var request = new HttpRequestMessage(method, url.StartsWith('/') ? new Uri(_http.BaseAddress!.GetLeftPart(UriPartial.Authority) + url) : new Uri(url));
        change?.Invoke(request);
        return _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private Uri? Leads(HttpResponseMessage response) =>
        response.Headers.Location is { } location ? new Uri(_http.BaseAddress!, location) : null;
}
