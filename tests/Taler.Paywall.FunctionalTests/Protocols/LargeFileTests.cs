using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.FileProviders;

namespace Taler.Paywall.FunctionalTests.Protocols;

/// <summary>A file of 2 GiB is served as it is read. The tests measure memory, so they run when no other test does.</summary>
[Collection(nameof(LargeFileTests))]
[CollectionDefinition(nameof(LargeFileTests), DisableParallelization = true)]
public sealed class LargeFileTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const long Length = 2L << 30;
    private const long Mebibyte = 1 << 20;
    private const string Page = "/essays/maps/film.bin";

    private readonly SendFileProbe _probe = new();
    private DirectoryInfo _folder = null!;
    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("taler-paywall-large-");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "essays", "maps"));
        await using (var file = File.Create(Path.Combine(_folder.FullName, "essays", "maps", "film.bin")))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(Shop.Paid));
            file.SetLength(Length);
        }
        _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
        {
            app.Use(_probe.InvokeAsync);
            app.UseTalerPaywall();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(_folder.FullName) });
        });
        _visitor = new Visitor(_shop, sandbox.Control);
        await _visitor.BuyAsync(Page);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_beginning_arrives_while_the_rest_is_not_read_and_memory_stays_small()
    {
        using var http = Client();
        await using var stream = await http.GetStreamAsync(Page);
        var buffer = new byte[Mebibyte];
        await stream.ReadExactlyAsync(buffer);
        Assert.StartsWith(Shop.Paid, Encoding.ASCII.GetString(buffer, 0, 100), StringComparison.Ordinal);
        Assert.Equal(1, _probe.Files);
        Assert.False(_probe.Ended.IsCompleted);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 512; i++)
            await stream.ReadExactlyAsync(buffer);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.InRange(allocated, 0, 64 * Mebibyte);
        Assert.False(_probe.Ended.IsCompleted);
        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated / 1024} KiB allocated for 512 MiB.");
    }

    [Fact]
    public async Task The_end_can_be_asked_for()
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(Length - 10, Length + 10);

        using var part = await http.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(new byte[10], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_buyer_who_leaves_in_the_middle_harms_nobody()
    {
        using (var http = Client())
        {
            await using var stream = await http.GetStreamAsync(Page);
            await stream.ReadExactlyAsync(new byte[Mebibyte]);
        }

        await _probe.Ended;

        using var again = Client();
        await using var whole = await again.GetStreamAsync(Page);
        await whole.ReadExactlyAsync(new byte[Mebibyte]);
    }

    private HttpClient Client()
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _shop.BaseAddress };
        http.DefaultRequestHeaders.Add("Cookie", ".Taler.Paywall=" + _visitor.Browser.PaywallCookie);
        return http;
    }

    /// <summary>Stands where the server would be, and sees whether files are still sent as files.</summary>
    private sealed class SendFileProbe
    {
        private readonly TaskCompletionSource _ended = new();

        public int Files { get; private set; }

        /// <summary>The end of the first file that was sent, whole or not.</summary>
        public Task Ended => _ended.Task;

        public async Task InvokeAsync(Microsoft.AspNetCore.Http.HttpContext context, Microsoft.AspNetCore.Http.RequestDelegate next)
        {
            var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
            context.Features.Set<IHttpResponseBodyFeature>(new Body(this, body));
            await next(context);
        }

        private sealed class Body(SendFileProbe probe, IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
        {
            public Stream Stream => inner.Stream;

            public System.IO.Pipelines.PipeWriter Writer => inner.Writer;

            public void DisableBuffering() => inner.DisableBuffering();

            public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

            public Task CompleteAsync() => inner.CompleteAsync();

            public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
            {
                probe.Files++;
                try
                {
                    await inner.SendFileAsync(path, offset, count, cancellationToken);
                }
                finally
                {
                    probe._ended.TrySetResult();
                }
            }
        }
    }
}
