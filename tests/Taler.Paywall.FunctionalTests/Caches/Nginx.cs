using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Taler.Paywall.FunctionalTests.Caches;

/// <summary>A real nginx with a recipe from the documentation, on a loopback port and in a folder of its own.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private Nginx(Process process, DirectoryInfo folder, Uri baseAddress) => (_process, _folder, BaseAddress) = (process, folder, baseAddress);

    public Uri BaseAddress { get; }

    /// <summary>A recipe of docs/caching.md, as an operator copies it.</summary>
    /// <param name="number">Which one, from 0.</param>
    public static string Recipe(int number) => Recipes().Matches(File.ReadAllText(Documentation()))[number].Groups["text"].Value;

    /// <summary>Runs a recipe in front of an application. Only its addresses and folders are changed.</summary>
    public static async Task<Nginx> StartAsync(string recipe, Uri application)
    {
        while (true)
        {
            var folder = Directory.CreateTempSubdirectory("taler-paywall-nginx-");
            var address = new Uri($"http://127.0.0.1:{FreePort()}");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), Configuration(recipe, application, address, folder.FullName));
            var process = Launch(folder.FullName);
            var log = new List<string>();
            while (await process.StandardError.ReadLineAsync() is { } line)
            {
                // nginx says so when it listens already.
                if (line.Contains("event method", StringComparison.Ordinal))
                {
                    _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                    return new Nginx(process, folder, address);
                }
                log.Add(line);
            }
            process.Dispose();
            folder.Delete(recursive: true);

            // Somebody else took the port in between.
            Assert.Contains(log, line => line.Contains("Address already in use", StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Launch(string folder)
    {
        var program = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);
        Assert.True(program is not null, "nginx is missing. ./test.sh installs it; on Debian it is the package nginx.");
        return Process.Start(new ProcessStartInfo(program, ["-p", folder, "-c", "nginx.conf", "-e", "stderr"]) { RedirectStandardError = true, UseShellExecute = false })!;
    }

    private static string Configuration(string recipe, Uri application, Uri address, string folder) => $$"""
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr notice;
        events {}
        http {
            access_log off;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
        {{Replace(Replace(Replace(recipe, "/var/cache/nginx", folder), "listen 80;", $"listen {address.Authority};"), "http://127.0.0.1:5080", application.GetLeftPart(UriPartial.Authority))}}
        }
        """;

    private static string Replace(string text, string old, string with)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, with, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Documentation([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "../../../docs/caching.md");

    [GeneratedRegex(@"```nginx\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Recipes();
}
