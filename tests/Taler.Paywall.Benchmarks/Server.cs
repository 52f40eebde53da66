using System.Diagnostics;

namespace Taler.Paywall.Benchmarks;

/// <summary>A server in a process of its own, with a visitor who has a cookie.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private string? _cookie;

    private Server(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
    }

    public Uri Address => _http.BaseAddress!;

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<Server> StartAsync(string kind, Uri backend)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(Server).Assembly.Location, "host", kind, backend.AbsoluteUri })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        return new Server(process, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    public Task<HttpResponseMessage> GetAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (_cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", _cookie);
        return _http.SendAsync(request);
    }

    public void KeepCookie(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
            _cookie = cookies.Single().Split(';')[0];
    }

    public async Task<long> LoadAsync(int connections, long until)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            var count = 0L;
            for (; Stopwatch.GetTimestamp() < until; count++)
            {
                using var response = await GetAsync(Host.Page);
                response.EnsureSuccessStatusCode();
            }
            return count;
        }));
        return counts.Sum();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }
}
