using System.Net;

namespace Taler.Paywall.FunctionalTests.OneOrder;

/// <summary>One visitor many times over: equal requests at the same moment, all with the cookie that he had before.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    /// <summary>Sends the requests to the nodes in turn.</summary>
    public Task<CrowdAnswer[]> AskAsync(int count, string path, string? cookie, params Uri[] nodes) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => AskAsync(new Uri(nodes[i % nodes.Length], path), cookie)));

    public void Dispose() => _http.Dispose();

    private async Task<CrowdAnswer> AskAsync(Uri page, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", ".Taler.Paywall=" + cookie);
        using var response = await _http.SendAsync(request);
        return new CrowdAnswer(response.StatusCode, response.Headers.Location, CookieOf(response));
    }

    private static string? CookieOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var lines) ? lines.Single().Split(';')[0].Split('=', 2)[1] : null;
}

/// <summary>What one of them got.</summary>
internal sealed record CrowdAnswer(HttpStatusCode Status, Uri? Location, string? Cookie);
