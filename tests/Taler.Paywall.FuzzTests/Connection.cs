using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Taler.Paywall.FuzzTests;

/// <summary>An answer as it came over the wire, one character for each byte.</summary>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    public string? Header(string name)
    {
        var start = Head.IndexOf("\r\n" + name + ":", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        start += name.Length + 3;
        return Head[start..Head.IndexOf("\r\n", start, StringComparison.Ordinal)].Trim();
    }
}

/// <summary>A connection that is kept as long as the server keeps it, and sends requests byte by byte, as no client library would write them.</summary>
internal sealed class Connection(Uri shop) : IDisposable
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private Socket? _socket;
    private int _start;
    private int _end;

    /// <returns>Null if the server closes the connection without an answer.</returns>
    public async Task<RawAnswer?> SendAsync(string request)
    {
        var socket = _socket ??= await ConnectAsync();
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(request));
            var answer = await ReadAsync(isHead: request.StartsWith("HEAD ", StringComparison.Ordinal));
            if (answer is null || answer.Header("Connection") is "close")
                Close();
            return answer;
        }
        catch (SocketException)
        {
            Close();
            return null;
        }
    }

    public void Dispose() => Close();

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, shop.Port);
        return socket;
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _start = _end = 0;
    }

    private async Task<RawAnswer?> ReadAsync(bool isHead)
    {
        if (await ReadLineEndAsync("\r\n\r\n"u8.ToArray()) is not { } head)
            return null;
        head = head[..^2];
        var answer = new RawAnswer(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head, "");
        if (isHead || answer.Status is 204 or 304)
            return answer;
        var body = answer.Header("Transfer-Encoding") is "chunked"
            ? await ReadChunksAsync()
            : await ReadAsync(int.Parse(answer.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture));
        return body is null ? null : answer with { Body = body };
    }

    private async Task<string?> ReadChunksAsync()
    {
        var body = new StringBuilder();
        while (await ReadLineEndAsync("\r\n"u8.ToArray()) is { } line)
        {
            var length = int.Parse(line.AsSpan().TrimEnd(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (await ReadAsync(length + 2) is not { } chunk)
                return null;
            if (length == 0)
                return body.ToString();
            body.Append(chunk, 0, length);
        }
        return null;
    }

    private async Task<string?> ReadLineEndAsync(byte[] mark)
    {
        int found;
        while ((found = _buffer.AsSpan(_start, _end - _start).IndexOf(mark)) < 0)
        {
            if (!await FillAsync())
                return null;
        }
        return Take(found + mark.Length);
    }

    private async Task<string?> ReadAsync(int length)
    {
        while (_end - _start < length)
        {
            if (!await FillAsync())
                return null;
        }
        return Take(length);
    }

    private string Take(int length)
    {
        var text = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length;
        return text;
    }

    private async Task<bool> FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_end));
        _end += read;
        return read > 0;
    }
}
