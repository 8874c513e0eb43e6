"""What a refused file answers to the person who handed it in."""

BROKEN = "文件已损坏，请重新扫描或另存后上传。"
TOO_MANY_PIXELS = "图片像素过多，请缩小后上传。"
LOCKED = "PDF文件有密码或者加密，请去除后上传。"
ACTIVE = "PDF文件含有脚本、附件或自动动作，请打印为普通PDF后上传。"
NOT_OFD = "压缩文件不能上传；如为OFD版式文件，请确认文件完整。"
LARGE_OFD = "OFD文件内容过多，请分成几个文件或打印为PDF后上传。"
