using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Start;

/// <summary>Finds files that are sold and that a file server in front of the paywall hands out, by asking that file server.</summary>
/// <remarks>
/// Which files a file server has, below which path, and of which types, is its own matter; its answer to a HEAD request takes all of it into account.
/// </remarks>
internal sealed class EarlyFiles(RequestDelegate servers, PaywallRules rules, EndpointSamples endpoints, IServiceProvider services)
{
    private const int MaxFiles = 10_000;

    /// <summary>The file servers in front of the paywall, in their order; null if there are none.</summary>
    public static RequestDelegate? ServersIn(IReadOnlyList<PipelinePart> pipeline)
    {
        var servers = pipeline
            .TakeWhile(part => part.Step is not PipelineStep.UseTalerPaywall)
            .Where(part => part.Step is PipelineStep.UseStaticFiles or PipelineStep.UseDefaultFiles)
            .ToList();
        return servers.Count == 0 || pipeline.All(part => part.Step is not PipelineStep.UseTalerPaywall)
            ? null
            : Enumerable.Reverse(servers).Aggregate<PipelinePart, RequestDelegate>(PassOn, (next, server) => server.Add(next));
    }

    public async Task<IReadOnlyList<EarlyPath>> FindAsync(IFileProvider webRoot, CancellationToken cancellationToken)
    {
        var early = new List<EarlyPath>();
        foreach (var path in Paths(webRoot, "/").Take(MaxFiles))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A file server leaves a request alone for which routing has found an endpoint.
            if (EndpointSamples.SettingOf(rules.Match(Request(HttpMethods.Get, path))) is { } setting && await IsServedAsync(path, cancellationToken) && !endpoints.MayTake(path))
                early.Add(new EarlyPath(path, setting));
        }
        return early;
    }

    /// <summary>Files, and folders with the slash that shows their default file.</summary>
    private static IEnumerable<string> Paths(IFileProvider files, string folder)
    {
        if (folder.Length > 1)
            yield return folder;
        foreach (var entry in ContentsOf(files, folder))
        {
            if (!entry.IsDirectory)
                yield return folder + entry.Name;
            else
            {
                foreach (var path in Paths(files, folder + entry.Name + "/"))
                    yield return path;
            }
        }
    }

    /// <summary>What the application may not read, nobody gets from it.</summary>
    private static List<IFileInfo> ContentsOf(IFileProvider files, string folder)
    {
        try
        {
            return [.. files.GetDirectoryContents(folder)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private async Task<bool> IsServedAsync(string path, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethods.Head, path);
        request.RequestAborted = cancellationToken;
        try
        {
            await servers(request);
        }
        catch (Exception)
        {
            // The site's own callback may want more than a bare request; then we do not know.
            return false;
        }
        return request.Response.StatusCode is StatusCodes.Status200OK && !request.Items.ContainsKey(typeof(EarlyFiles));
    }

    private DefaultHttpContext Request(string method, string path)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = method;
        context.Request.Path = path;
        return context;
    }

    private static Task PassOn(HttpContext context)
    {
        context.Items[typeof(EarlyFiles)] = true;
        return Task.CompletedTask;
    }
}
