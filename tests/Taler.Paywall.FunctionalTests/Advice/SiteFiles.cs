using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Taler.Paywall.FunctionalTests.Advice;

/// <summary>The folder of a site's own files.</summary>
internal sealed class SiteFiles : IDisposable
{
    private readonly DirectoryInfo _webRoot = Directory.CreateTempSubdirectory("taler-paywall-");

    /// <summary>Gives a site these files, and both caches of ASP.NET Core.</summary>
    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Environment.WebRootFileProvider = new PhysicalFileProvider(_webRoot.FullName);
        builder.Services.AddOutputCache();
        builder.Services.AddResponseCaching();
    }

    public void Write(string file)
    {
        var path = Path.Combine(_webRoot.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Shop.Paid);
    }

    public void Dispose() => _webRoot.Delete(recursive: true);
}
