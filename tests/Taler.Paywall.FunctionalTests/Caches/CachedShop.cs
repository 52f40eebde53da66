using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>A shop whose pages ask every cache to keep them for all, each in its own way of writing.</summary>
internal static class CachedShop
{
    /// <summary>The output cache's policy of every page.</summary>
    public const string Policy = "pages";

    /// <summary>A header that is worth as much as the body of the page.</summary>
    public const string PaidHeader = "X-Paid";

    /// <summary>Pages that were paid for with <c>/essays/maps</c>, by how they are written.</summary>
    public static readonly string[] Written =
        ["text", "stream", "writer", "started", "file", "result", "json", "flushed", "callback", "replaced", "allowed"];

    /// <summary>Pages that have no body: what they are worth is in a header.</summary>
    public static readonly string[] Empty = ["nothing", "no-content", "download"];

    public static async Task<Shop> OpenAsync(SandboxFixture sandbox, Action<IServiceCollection> add, Action<WebApplication> use)
    {
        var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => add(builder.Services),
            app =>
            {
                use(app);
                Map(app);
            });
        shop.AllowLog(line => line.Event == "CacheInFront");
        return shop;
    }

    /// <summary>Whether something that was paid for is in the answer.</summary>
    public static async Task<bool> IsPaidAsync(HttpResponseMessage response) =>
        response.Headers.Contains(PaidHeader) || (await response.Content.ReadAsStringAsync()).Contains(Shop.Paid, StringComparison.Ordinal);

    private static void Map(WebApplication app)
    {
        var written = 0;
        app.MapGet("/free", (HttpContext context) => Shared(context, "free").WriteAsync($"free {Interlocked.Increment(ref written)}")).CacheOutput(Policy);
        app.MapMethods("/essays/{slug}/{way?}", ["GET", "HEAD"], (HttpContext context, string? way) => WriteAsync(context, way ?? "text")).CacheOutput(Policy);
    }

    private static Task WriteAsync(HttpContext context, string way)
    {
        var response = Shared(context, Shop.Paid);
        return way switch
        {
            "stream" => response.Body.WriteAsync(Bytes).AsTask(),
            "writer" => WriteToWriterAsync(response),
            "started" => StartAndWriteAsync(response),
            "file" => response.SendFileAsync(File),
            "result" => Results.File(File, "text/plain").ExecuteAsync(context),
            "json" => Results.Json(Shop.Paid).ExecuteAsync(context),
            "flushed" => FlushAndChangeAsync(response),
            "callback" => ChangeInCallbackAsync(response),
            "replaced" => WriteThroughBufferAsync(response),
            "allowed" => AllowAndWriteAsync(response),
            "nothing" => Task.CompletedTask,
            "no-content" => End(response, StatusCodes.Status204NoContent),
            "download" => End(response, StatusCodes.Status302Found),
            _ => response.WriteAsync(Shop.Paid),
        };
    }

    /// <summary>All that can be said for being kept.</summary>
    private static HttpResponse Shared(HttpContext context, string worth)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "public, s-maxage=7200, max-age=3600";
        headers["CDN-Cache-Control"] = "max-age=3600";
        headers["X-Accel-Expires"] = "3600";
        headers[PaidHeader] = worth;
        return context.Response;
    }

    private static async Task WriteToWriterAsync(HttpResponse response)
    {
        response.BodyWriter.Write(Bytes);
        await response.BodyWriter.FlushAsync();
    }

    private static async Task StartAndWriteAsync(HttpResponse response)
    {
        await response.StartAsync();
        await response.WriteAsync(Shop.Paid);
    }

    private static async Task FlushAndChangeAsync(HttpResponse response)
    {
        await response.WriteAsync(Shop.Paid);
        await response.Body.FlushAsync();
        Assert.Throws<InvalidOperationException>(() => response.Headers.CacheControl = "public, max-age=3600");
        await response.WriteAsync(Shop.Paid);
    }

    private static Task ChangeInCallbackAsync(HttpResponse response)
    {
        response.OnStarting(() =>
        {
            Shared(response.HttpContext, Shop.Paid);
            return Task.CompletedTask;
        });
        return response.WriteAsync(Shop.Paid);
    }

    private static async Task WriteThroughBufferAsync(HttpResponse response)
    {
        var body = response.Body;
        using var buffer = new MemoryStream();
        response.Body = buffer;
        await response.WriteAsync(Shop.Paid);
        response.Body = body;
        buffer.Position = 0;
        await buffer.CopyToAsync(response.Body);
    }

    private static Task AllowAndWriteAsync(HttpResponse response)
    {
        if (response.HttpContext.Features.Get<IOutputCacheFeature>() is { } cache)
            cache.Context.AllowCacheStorage = true;
        return response.WriteAsync(Shop.Paid);
    }

    private static Task End(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.Headers.Location = "/download?secret=" + status;
        return Task.CompletedTask;
    }

    private static byte[] Bytes => Encoding.UTF8.GetBytes(Shop.Paid);

    private static string File { get; } = WriteFile();

    private static string WriteFile()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "paid.txt");
        System.IO.File.WriteAllText(file, Shop.Paid);
        return file;
    }
}
